/**
 * Runs something at once, and again at most every so often: what asks for it
 * in between becomes one run at the end of the pause.
 *
 * @param pause - milliseconds
 */
export function paced(run: () => void, pause: number) {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isWanted = false;
  const rest = () => {
    timer = setTimeout(() => {
      timer = undefined;
      if (isWanted) ask();
    }, pause);
  };
  const ask = () => {
    isWanted = timer !== undefined;
    if (!isWanted) {
      run();
      rest();
    }
  };
  return { ask, stop: () => clearTimeout(timer) };
}
