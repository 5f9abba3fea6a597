import type { RequestStatus } from '@countersign/backstage-plugin-approvals-common';
import type { ReactNode } from 'react';
import type { ChipMark } from '../people/PersonChip';

/** How a stage looks: as its request has it, or `planned` for a policy's own. */
export type TrackState =
  | 'planned'
  | 'waiting'
  | 'resolving'
  | 'active'
  | 'held'
  | 'approved'
  | 'rejected'
  | 'skipped'
  | 'closed';

/** Somebody in a stage. */
export type TrackPerson = { person: string; mark?: ChipMark; notes: string[] };

/** One card of the track. */
export type TrackStage = {
  index: number;
  name: string;
  /** Neighbours with the same number stand in one column. */
  group?: number;
  state: TrackState;
  /** What is needed, or what came of it. */
  lines: string[];
  people: TrackPerson[];
  due?: { dueAt: string; remindAt?: string; overdue: boolean };
  /** What a policy says about the deadline, where none runs yet. */
  deadline?: string;
  endedAt?: string;
  /** What can be done about the stage, for who may. */
  actions?: ReactNode;
};

/** Where the track leads to. */
export type TrackEnd = RequestStatus;

/** Stages that run together, in one column. */
export function columnsOf(stages: TrackStage[]): TrackStage[][] {
  const columns: TrackStage[][] = [];
  for (const stage of stages) {
    const last = columns.at(-1);
    if (last && stage.group !== undefined && last[0].group === stage.group) {
      last.push(stage);
    } else {
      columns.push([stage]);
    }
  }
  return columns;
}

/** How many columns, from the left, are done: the line is green as far as that. */
export function doneColumns(columns: TrackStage[][]): number {
  const open = columns.findIndex(column =>
    column.some(({ state }) => state !== 'approved' && state !== 'skipped'),
  );
  return open === -1 ? columns.length : open;
}
