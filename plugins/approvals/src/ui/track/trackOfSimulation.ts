import type { Simulation } from '@countersign/backstage-plugin-approvals-common';
import type { Tongue } from './rules';
import type { TrackStage, TrackState } from './types';

const STATES: Record<Simulation['stages'][number]['outcome'], TrackState> = {
  active: 'planned',
  held: 'held',
  rejected: 'rejected',
  skipped: 'skipped',
};

/** A policy's own way, with the people whom a simulation found for each stage. */
export function withSimulation(
  planned: TrackStage[],
  simulation: Simulation,
  { t, face }: Tongue,
): TrackStage[] {
  return planned.map(card => {
    const found = simulation.stages.find(({ index }) => index === card.index);
    if (!found) return card;
    return {
      ...card,
      state: STATES[found.outcome],
      people: found.people.map(({ person, delegates }) => ({
        person,
        notes: delegates.map(ref =>
          t('person.mayAct', { name: face(ref).name.split(' ')[0] }),
        ),
      })),
    };
  });
}
