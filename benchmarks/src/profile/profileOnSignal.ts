import fs from 'node:fs';
import { Session } from 'node:inspector';
import path from 'node:path';

/**
 * Starts and stops a profile of this process's main thread at each SIGUSR2;
 * the files `1.cpuprofile`, `2.cpuprofile`, … are written into the folder.
 */
export function profileOnSignal(folder: string | undefined): void {
  if (!folder) {
    return;
  }
  const session = new Session();
  session.connect();
  session.post('Profiler.enable');
  let isRunning = false;
  let count = 0;
  process.on('SIGUSR2', () => {
    isRunning = !isRunning;
    if (isRunning) {
      session.post('Profiler.start');
      return;
    }
    session.post('Profiler.stop', (_, { profile }) => {
      count++;
      const file = path.join(folder, `${count}.cpuprofile`);
      // Whoever waits for the file is not to read half of it.
      fs.writeFileSync(`${file}.part`, JSON.stringify(profile));
      fs.renameSync(`${file}.part`, file);
    });
  });
}
