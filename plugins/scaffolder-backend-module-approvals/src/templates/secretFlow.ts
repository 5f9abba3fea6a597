import { takesSecrets, textsOf } from '../gate/secrets';
import type { Finding } from './checkTemplate';
import { expressionsIn, withoutPhrases } from './expressions';
import { CheckedTemplate, isAsking, isWaiting, TemplateStep } from './template';

/** `steps` otherwise than with a name behind it: any of them may be meant. */
const ANY_STEP = /(^|[^\w.])steps\b(?!\s*(\.\s*\w|\[\s*['"]\w))/;

/**
 * Where a secret may come into what is asked for by way of a step before: made
 * into something else there, its value is not known again when the gate runs.
 */
export function secretFlow({ steps }: CheckedTemplate): Finding[] {
  const secretive = new Set<string>();
  const findings: Finding[] = [];
  for (const step of steps) {
    const taken = [step.input, step.each];
    const from = stepsTaken(taken, [...secretive]);
    if (isAsking(step)) {
      findings.push(...from.map(id => mayAskSecret(step, id)));
    } else if (!isWaiting(step) && (from.length > 0 || takesSecrets(taken))) {
      secretive.add(step.id);
    }
  }
  return findings;
}

function mayAskSecret({ id }: TemplateStep, source: string): Finding {
  return {
    rule: 'secret-may-be-asked',
    severity: 'warning',
    step: id,
    message: `Step '${id}' asks for what step '${source}' gives, which takes a secret: make sure that nothing of it is in there. Approvers read it, and it is kept for ever`,
  };
}

/** From which of these steps an input that is not rendered yet takes something. */
function stepsTaken(raw: unknown, ids: readonly string[]): string[] {
  const code = textsOf(raw).flatMap(expressionsIn);
  return code.some(one => ANY_STEP.test(withoutPhrases(one)))
    ? [...ids]
    : ids.filter(id => {
        const name = id.replace(/\W/g, '\\$&');
        const taken = new RegExp(
          `(^|[^\\w.])steps\\s*(\\.\\s*${name}(?!\\w)|\\[\\s*['"]${name}['"])`,
        );
        return code.some(one => taken.test(one));
      });
}
