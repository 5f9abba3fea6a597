import type {
  Event,
  Verification,
} from '@countersign/backstage-plugin-approvals-common';
import { useCallback, useEffect, useState } from 'react';
import type { AuditQuery } from './auditFilters';
import type { useAudit } from './useAudit';

/** The line at which the chain breaks. */
export type Broken = NonNullable<Verification['broken']>;

/** True for the line that is meant. */
export function isLine({ stream, seq }: Event, broken: Broken): boolean {
  return stream === broken.stream && seq === broken.seq;
}

/**
 * Leads to the line at which the chain breaks: to its stream where it is not
 * in the list, and there page by page until it is.
 */
export function useBrokenLine(options: {
  broken: Broken | null;
  query: AuditQuery;
  audit: ReturnType<typeof useAudit>;
  showOnly: (stream: string) => void;
}): {
  /** It was asked for, and has not been shown since. */
  wanted: boolean;
  show: () => void;
  /** It was shown: a line that comes back later is not what was asked for. */
  onShown: () => void;
  /** All of its stream was looked through, and it is not there. */
  isGone: boolean;
} {
  const { broken, query, audit, showOnly } = options;
  const { events, isSettled, showMore } = audit;
  const [wanted, setWanted] = useState(false);
  const [isLooking, setLooking] = useState(false);
  const items = events.status === 'ready' ? events.value.items : [];
  const isThere = !!broken && items.some(event => isLine(event, broken));
  const isInStream =
    Object.keys(query).length === 1 && query.stream === broken?.stream;
  const hasMore = events.status === 'ready' && events.value.more;

  useEffect(() => {
    if (!isLooking || !isInStream || !isSettled) return;
    if (!isThere && hasMore) showMore();
    else setLooking(false);
  }, [isLooking, isInStream, isSettled, isThere, hasMore, showMore]);

  const onShown = useCallback(() => setWanted(false), []);

  return {
    wanted,
    onShown,
    show: () => {
      if (!broken) return;
      if (!isThere) {
        showOnly(broken.stream);
        setLooking(true);
      }
      setWanted(true);
    },
    isGone: isInStream && isSettled && !hasMore && !isThere,
  };
}
