const OPENED = /\$\{\{|\{%/g;

/**
 * The code of the expressions in a text that is not rendered yet. An end that
 * stands in a string of the code is none, as for the scaffolder; what has no
 * end goes on to the end of the text.
 */
export function expressionsIn(text: string): string[] {
  const found: string[] = [];
  const opened = new RegExp(OPENED);
  for (let start = opened.exec(text); start; start = opened.exec(text)) {
    const end = endOf(text, opened.lastIndex, start[0] === '{%' ? '%}' : '}}');
    found.push(text.slice(opened.lastIndex, end));
    opened.lastIndex = end;
  }
  return found;
}

function endOf(text: string, from: number, end: string): number {
  let quote: string | undefined;
  for (let at = from; at < text.length; at++) {
    const sign = text[at];
    if (quote !== undefined) {
      at += sign === '\\' ? 1 : 0;
      quote = sign === quote ? undefined : quote;
    } else if (sign === '"' || sign === "'") {
      quote = sign;
    } else if (text.startsWith(end, at)) {
      return at;
    }
  }
  return text.length;
}

/** Code less its strings that are more than one word: they name nothing. */
export function withoutPhrases(code: string): string {
  return code.replace(STRING, text => (/^.\w+.$/.test(text) ? text : "''"));
}

/** Code less all its strings. */
export function withoutStrings(code: string): string {
  return code.replace(STRING, "''");
}

const STRING = /"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'/gs;
