/** A service gave no answer; why is for those who run the backend, not for people's eyes. */
export class NoAnswer extends Error {
  constructor(readonly service: 'approvals' | 'scaffolder', cause: unknown) {
    super(`${service} gave no answer`, { cause });
    this.name = 'NoAnswer';
  }
}

/** Says which service it was that gave no answer. */
export async function answerOf<T>(
  service: NoAnswer['service'],
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw new NoAnswer(service, error);
  }
}
