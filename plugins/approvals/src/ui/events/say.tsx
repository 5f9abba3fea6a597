import type { ReactNode } from 'react';
import type { T } from '../../translation';
import type { Face } from '../people/faces';
import { exactTime } from '../time/words';

const MOST = 4;

/** How sentences name things: people, stages, policies and endpoints in bold. */
export type Say = {
  t: T;
  who: (ref: string) => JSX.Element;
  all: (refs: string[]) => JSX.Element;
  stage: (place: { round: number; stage: number }) => JSX.Element;
  /** A policy or an endpoint. */
  name: (name: string) => JSX.Element;
  /** A stream of history, by the title of what it is about where that is known. */
  stream: (stream: string) => JSX.Element;
  /** A moment of the reader's own time. */
  time: (at: string) => string;
};

const Bold = ({ children }: { children: ReactNode }) => (
  <strong>{children}</strong>
);

/** Makes the ways of naming from the reader's language, the faces and the stages' names. */
export function createSay(options: {
  t: T;
  face: (ref: string) => Face;
  stageName: (round: number, stage: number) => string;
  streamTitle?: (stream: string) => string | undefined;
}): Say {
  const { t, face, stageName, streamTitle } = options;
  const who = (ref: string) => (
    <Bold>
      {ref.startsWith('system:') ? t('timeline.system') : face(ref).name}
    </Bold>
  );
  const all = (refs: string[]) => {
    const unique = [...new Set(refs)];
    const names = unique.map(ref => face(ref).name);
    if (names.length === 0) return <>{t('timeline.nobody')}</>;
    if (names.length === 1) return <Bold>{names[0]}</Bold>;
    return names.length <= MOST
      ? t('timeline.names.two', {
          first: <Bold>{names.slice(0, -1).join(', ')}</Bold>,
          last: <Bold>{names.at(-1)}</Bold>,
        })
      : t('timeline.names.more', {
          names: <Bold>{names.slice(0, MOST - 1).join(', ')}</Bold>,
          n: String(names.length - MOST + 1),
        });
  };
  return {
    t,
    who,
    all,
    stage: place => <Bold>{stageName(place.round, place.stage)}</Bold>,
    name: name => <Bold>{name}</Bold>,
    stream: stream => <Bold>{streamTitle?.(stream) ?? stream}</Bold>,
    time: exactTime,
  };
}
