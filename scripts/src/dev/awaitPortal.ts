/**
 * Waits until a portal can be used: its page is served, the demo's people can
 * sign in, and approvals answer.
 *
 * `awaitPortal.ts <url> <pid of the backend> <seconds>`
 */
async function main([url, pid, seconds]: string[]): Promise<void> {
  const deadline = Date.now() + Number(seconds) * 1000;
  const checks: [string, Record<string, string>][] = [
    [`${url}/`, {}],
    [`${url}/api/auth/demo/refresh`, { 'x-demo-user': 'erin' }],
    [`${url}/api/approvals/openapi.json`, {}],
  ];
  for (const [address, headers] of checks) {
    while (!(await answers(address, headers))) {
      if (!isRunning(Number(pid))) {
        throw new Error('The backend ended before it could be used');
      }
      if (Date.now() > deadline) {
        throw new Error(`${address} did not answer within ${seconds} s`);
      }
      await new Promise(resolve => setTimeout(resolve, 200));
    }
  }
}

async function answers(
  address: string,
  headers: Record<string, string>,
): Promise<boolean> {
  try {
    const response = await fetch(address, {
      headers,
      signal: AbortSignal.timeout(5_000),
    });
    await response.arrayBuffer();
    return response.ok;
  } catch {
    return false;
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

main(process.argv.slice(2)).catch(error => {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
  process.exitCode = 1;
});
