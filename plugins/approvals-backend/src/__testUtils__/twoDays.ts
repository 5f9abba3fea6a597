import { Event } from '@countersign/backstage-plugin-approvals-common';
import { comment } from '../history/__testUtils__/drafts';
import { historyRoom } from '../history/__testUtils__/room';
import { STREAM } from '../history/__testUtils__/tamperings';

/** Two days in a history, each sealed; gives the whole export, as it was then. */
export async function twoDays(
  room: ReturnType<typeof historyRoom>,
): Promise<Event[]> {
  const exported: Event[] = [];
  await room.append('request:a', comment('a', 1));
  await room.append(
    STREAM,
    comment('b', 2),
    comment('c', 3),
    comment('d', 4),
    comment('e', 5),
  );
  await room.sealer.seal();
  await room.append('request:a', comment('f', 6));
  room.clock.now = '2026-11-25T23:00:00.000Z';
  await room.sealer.seal();
  for await (const events of room.audit.export({})) {
    exported.push(...events);
  }
  return exported;
}
