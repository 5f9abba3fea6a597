/** What became of some work: `done`, or the code of its refusal and the places in the body. */
export function codeOf(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'done',
    ({ code, issues = [] }) =>
      [code, ...issues.map((issue: { path: string }) => issue.path)].join(' '),
  );
}
