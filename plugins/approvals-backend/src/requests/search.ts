/**
 * The words of a text as they are searched: lower case, compatibility forms
 * folded (NFKC), split at everything that is no letter, mark or digit.
 */
export function searchWords(text: string): string[] {
  return text
    .normalize('NFKC')
    .toLocaleLowerCase('en-US')
    .split(/[^\p{L}\p{M}\p{N}]+/u)
    .filter(word => word !== '');
}

/**
 * What the column `search` holds: each word after a blank, so that `% word%`
 * finds the beginnings of words. Words hold no wildcard.
 */
export function searchColumn(...parts: string[]): string {
  return searchWords(parts.join(' '))
    .map(word => ` ${word}`)
    .join('');
}
