import { useApi } from '@backstage/frontend-plugin-api';
import {
  Event,
  ID_SHAPE,
} from '@countersign/backstage-plugin-approvals-common';
import { useEffect, useReducer, useRef } from 'react';
import { approvalsApiRef, ApprovalsApi } from '../api';

/** What the audit shows of a request: neither changes while it lives. */
export type RequestFacts = { id: string; title: string; stages: string[] };

const AT_ONCE = 6;

/**
 * The titles of the requests that some events are about, with the names of
 * their stages, as they come; undefined for what the reader may not see.
 */
export function useRequestFacts(
  events: Event[],
): (stream: string) => RequestFacts | undefined {
  const api = useApi(approvalsApiRef);
  const known = useRef(new Map<string, RequestFacts | undefined>());
  const [, bump] = useReducer((count: number) => count + 1, 0);
  const wanted = [...new Set(events.flatMap(requestsOf))].sort().join(' ');

  useEffect(() => {
    let current = true;
    const missing = wanted
      .split(' ')
      .filter(id => id && !known.current.has(id))
      .values();
    const lane = async () => {
      for (const id of missing) {
        if (!current) return;
        known.current.set(id, await factsOf(api, id));
        if (current) bump();
      }
    };
    for (let lanes = 0; lanes < AT_ONCE; lanes++) {
      lane();
    }
    return () => {
      current = false;
    };
  }, [api, wanted]);

  return stream => known.current.get(stream.replace(/^request:/, ''));
}

/** The requests that an event belongs to or speaks of. */
function requestsOf({ stream, type, payload }: Event): string[] {
  const streams =
    type === 'audit.text_erased' ? [stream, String(payload.stream)] : [stream];
  return streams
    .map(name => name.split(':'))
    .filter(([kind, id]) => kind === 'request' && ID_SHAPE.test(id))
    .map(([, id]) => id);
}

async function factsOf(
  api: ApprovalsApi,
  id: string,
): Promise<RequestFacts | undefined> {
  try {
    const { subject, stages } = await api.getRequest({ params: { id } });
    const names: string[] = [];
    for (const { index, name } of stages) {
      names[index] = name;
    }
    return { id, title: subject.title, stages: names };
  } catch {
    return undefined;
  }
}
