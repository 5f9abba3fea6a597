import {
  useRouteRefParams,
  useTranslationRef,
} from '@backstage/frontend-plugin-api';
import type { Request } from '@countersign/backstage-plugin-approvals-common';
import {
  Alert,
  Skeleton,
  ToggleButton,
  ToggleButtonGroup,
} from '@backstage/ui';
import { useState } from 'react';
import { requestRouteRef } from '../../routes';
import { ResumePanel } from '../../runs/ResumePanel';
import { RunCard } from '../../runs/RunCard';
import { useRun } from '../../runs/useRun';
import { approvalsTranslationRef } from '../../translation';
import { SideBySide } from '../../ui/page/SideBySide';
import { useMe } from '../../ui/people/useMe';
import { useFaces } from '../../ui/people/useFaces';
import { FailedState, Loading, TroubleNote } from '../../ui/states';
import { refsOfRequest, StageTrack, trackOfRequest } from '../../ui/track';
import { Facts } from './facts/Facts';
import { withDecision } from './optimistic';
import { Panels } from './panels/Panels';
import { RequestHeader } from './RequestHeader';
import styles from './RequestPage.module.css';
import { canHelp, StageActions } from './StageActions';
import { Timeline } from './timeline/Timeline';
import { useDecision } from './useDecision';
import { useRequest } from './useRequest';

/** One request: its way, what is asked, the decision beside it, what happened. */
export const RequestPage = () => {
  const { id } = useRouteRefParams(requestRouteRef);
  const request = useRequest(id);
  if (request.status === 'loading') return <PageSkeleton />;
  if (request.status === 'failed') {
    return <FailedState error={request.error} onRetry={request.reload} />;
  }
  return (
    <>
      <TroubleNote error={request.trouble} />
      <RequestView key={id} request={request.value} />
    </>
  );
};

const RequestView = ({ request }: { request: Request }) => {
  const me = useMe();
  const { state, decide } = useDecision(me);
  const [chosenRound, setRound] = useState<number>();
  const round = chosenRound ?? request.round;
  const sent =
    state.status === 'sent' || state.status === 'done' ? state.sent : undefined;
  const shown = withDecision(request, sent);
  const run = useRun(request);

  return (
    <>
      <RequestHeader request={request} />
      {request.round > 1 && (
        <Rounds request={request} round={round} onChange={setRound} />
      )}
      <Track request={shown} round={round} me={me} />
      <SideBySide
        narrow="side-first"
        side={
          <>
            {run?.status === 'ready' && (
              <ResumePanel
                request={request}
                run={run.value}
                reload={run.reload}
              />
            )}
            <Panels request={request} state={state} onDecide={decide} />
          </>
        }
      >
        <Facts request={request} round={round} />
        {run && <RunCard request={request} run={run} />}
        <Timeline request={request} />
      </SideBySide>
    </>
  );
};

const Track = (props: { request: Request; round: number; me?: string }) => {
  const { t } = useTranslationRef(approvalsTranslationRef);
  const { request, round, me } = props;
  const face = useFaces(refsOfRequest(request));
  const current = round === request.round;
  const stages = trackOfRequest(request, round, { t, face, me }).map(card => {
    const stage = request.stages.find(
      item => item.round === round && item.index === card.index,
    );
    return stage && canHelp(request, stage)
      ? { ...card, actions: <StageActions request={request} stage={stage} /> }
      : card;
  });
  return (
    <div className={styles.track}>
      <StageTrack
        stages={stages}
        end={current ? request.status : 'changes_requested'}
      />
    </div>
  );
};

const Rounds = (props: {
  request: Request;
  round: number;
  onChange: (round: number) => void;
}) => {
  const { t } = useTranslationRef(approvalsTranslationRef);
  const { request, round } = props;
  const face = useFaces(request.rounds.map(item => item.submittedBy));
  const shown = request.rounds.find(item => item.round === round);
  return (
    <div className={styles.rounds}>
      <ToggleButtonGroup
        aria-label={t('request.rounds')}
        selectionMode="single"
        disallowEmptySelection
        selectedKeys={[String(round)]}
        onSelectionChange={keys => props.onChange(Number([...keys][0]))}
      >
        {request.rounds.map(item => (
          <ToggleButton key={item.round} id={String(item.round)}>
            {t('request.round', { n: String(item.round) })}
          </ToggleButton>
        ))}
      </ToggleButtonGroup>
      {round !== request.round && (
        <Alert status="info" icon title={t('request.oldRound')} />
      )}
      {shown?.comment && (
        <Alert
          status="info"
          title={t('request.roundComment', {
            name: face(shown.submittedBy).name,
            comment: shown.comment,
          })}
        />
      )}
      {shown?.commentErased && (
        <Alert status="info" title={t('request.roundCommentErased')} />
      )}
    </div>
  );
};

const PageSkeleton = () => (
  <Loading>
    <div className={styles.skeleton}>
      <Skeleton width={90} height={18} rounded />
      <Skeleton width="min(320px, 100%)" height={28} />
      <Skeleton width="100%" height={150} />
      <Skeleton width="100%" height={220} />
    </div>
  </Loading>
);
