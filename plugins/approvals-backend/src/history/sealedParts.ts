import { TextPart } from '@countersign/backstage-plugin-approvals-common';

/** A payload, as far as it tells of texts. */
export type TextualPayload = {
  textHash?: unknown;
  override?: { reasonHash?: unknown };
};

/** The hashes of an event's texts, part by part, as its payload has them. */
export function sealedParts(payload: TextualPayload): Map<TextPart, string> {
  const parts: [TextPart, unknown][] = [
    ['text', payload.textHash],
    ['reason', payload.override?.reasonHash],
  ];
  return new Map(
    parts.filter((part): part is [TextPart, string] => {
      const [, hash] = part;
      return typeof hash === 'string';
    }),
  );
}
