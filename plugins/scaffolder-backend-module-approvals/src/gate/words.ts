/** Keeps a text a text where Markdown is shown. */
export function plain(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/[\\`*_{}[\]()<>#+\-.!|~&]/g, '\\$&');
}

/** A request as it is named in messages: its title, which leads to its page. */
export type NamedRequest = { id: string; subject: { title: string } };

/** The Markdown link to a request's page. `portal` is the portal's address without a slash at its end. */
export function linkTo(portal: string, request: NamedRequest): string {
  return `[${plain(request.subject.title)}](${portal}/approvals/requests/${
    request.id
  })`;
}

/** `a`, `a and b`, `a, b and c`. */
export function listed(words: readonly string[]): string {
  return words.length < 2
    ? words.join('')
    : `${words.slice(0, -1).join(', ')} and ${words[words.length - 1]}`;
}

/** The longest that somebody's words are repeated. */
const LONGEST = 300;

/** Somebody else's words as text, cut where they get long, without a full stop. */
export function quoted(words: string): string {
  const text =
    words.length > LONGEST ? `${words.slice(0, LONGEST - 1)}…` : words;
  return plain(text.trim().replace(/\.$/, ''));
}
