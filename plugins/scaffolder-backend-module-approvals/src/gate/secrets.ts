import { expressionsIn, withoutPhrases } from '../templates/expressions';

/** What the scaffolder itself keeps among a task's secrets. */
const OWN = ['backstageToken', '__initiatorCredentials'];

/** Shorter ones are found only where they are the whole value. */
const SHORTEST_PART = 4;

type Secrets = Readonly<Record<string, string>>;

/** The names of the secrets that a person gave to a task: they are wiped when it parks. Fields left empty gave none. */
export function secretNames(secrets: Secrets = {}): string[] {
  return Object.entries(secrets)
    .filter(([name, secret]) => secret && !OWN.includes(name))
    .map(([name]) => name)
    .sort();
}

/**
 * The name of a secret whose value stands somewhere in what is to be asked:
 * approvers would read it, and it would be kept for ever.
 */
export function secretWithin(
  value: unknown,
  secrets: Secrets,
): string | undefined {
  const known = Object.entries(secrets).flatMap(([name, secret]) =>
    [secret, ...tokenWithin(name, secret)]
      .filter(Boolean)
      .map(part => ({ name, secret: part })),
  );
  const texts = textsOf(value);
  return known.find(({ secret }) =>
    texts.some(
      text =>
        text === secret ||
        (secret.length >= SHORTEST_PART && text.includes(secret)),
    ),
  )?.name;
}

/** The credentials are JSON, and the token in them is a secret of its own. */
function tokenWithin(name: string, secret: string): string[] {
  if (name !== '__initiatorCredentials') {
    return [];
  }
  try {
    const { token } = JSON.parse(secret) as { token?: unknown };
    return typeof token === 'string' ? [token] : [];
  } catch {
    return [];
  }
}

/** All texts in a value, names of its parts among them. */
export function textsOf(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) {
    return value === undefined ? [] : [String(value)];
  }
  return Array.isArray(value)
    ? value.flatMap(textsOf)
    : Object.entries(value).flatMap(([key, item]) => [key, ...textsOf(item)]);
}

/**
 * `secrets` as a name of its own, or in quotes, and all of `environment` but
 * its parameters; `steps.secrets` and `parameters.environment` are others.
 */
const NAMED =
  /(^|[^\w.])(secrets\b|environment\b(?!['"]|\s*(\.\s*parameters\b|\[\s*['"]parameters['"])))/;

/** Whether an input that is not rendered yet takes something from a task's secrets. */
export function takesSecrets(raw: unknown): boolean {
  return textsOf(raw).some(text =>
    expressionsIn(text).some(code => NAMED.test(withoutPhrases(code))),
  );
}
