import { EngineEvent } from '../engine';
import { EventDraft, SealedText } from '../history';

/**
 * The engine's events as history takes them: each with an id and, where its
 * payload holds the hash of some words, those words.
 */
export function toEventDrafts(
  events: EngineEvent[],
  words: SealedText[],
  newId: () => string,
): EventDraft[] {
  const byHash = new Map(words.map(sealed => [sealed.textHash, sealed]));
  return events.map(event => {
    const { textHash = '', override } = event.payload as {
      textHash?: string;
      override?: { reasonHash: string };
    };
    return {
      ...event,
      id: newId(),
      text: byHash.get(textHash),
      reason: override && byHash.get(override.reasonHash),
    };
  });
}
