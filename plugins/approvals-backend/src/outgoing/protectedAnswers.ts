import { Protection } from '../http';
import { SecretBox } from './SecretBox';

const OWNER = 'answer';

/** Keeps remembered answers that hold a secret encrypted. */
export function protectedAnswers(box: SecretBox): Protection {
  return {
    seal: answer => ({ sealed: box.seal(JSON.stringify(answer), OWNER) }),
    open: kept =>
      JSON.parse(box.open((kept as { sealed: string }).sealed, OWNER)),
  };
}
