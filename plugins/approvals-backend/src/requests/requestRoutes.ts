import { operations } from '@countersign/backstage-plugin-approvals-common';
import { Reply, Route } from '../http';
import { passView } from '../passes';
import { RequestList } from './RequestList';
import { RequestMaker } from './RequestMaker';
import { RequestService } from './RequestService';
import { RequestViews } from './RequestViews';

/** Routes below `/requests`. */
export function addRequestRoutes(
  route: Route,
  {
    maker,
    requests,
    views,
    list,
  }: {
    maker: RequestMaker;
    requests: RequestService;
    views: RequestViews;
    list: RequestList;
  },
): void {
  route(operations.createRequest, async ({ caller, body, once }) => {
    const { id, isNew, made } = await maker.create(caller, body, once);
    if (made) {
      return views.ofNew(caller, made);
    }
    // One that was made for the execution before is for those who may see it.
    return isNew
      ? views.getMade(caller, id)
      : new Reply(200, await views.get(caller, id));
  });
  route(operations.listRequests, async ({ caller, query }) =>
    list.page(caller, query()),
  );
  route(operations.getRequest, async ({ caller, params }) =>
    views.get(caller, params.id),
  );
  route(operations.listRequestEvents, async ({ caller, params, query }) =>
    views.events(caller, params.id, query()),
  );
  route(operations.commentRequest, async ({ caller, params, body, once }) => {
    const { events } = await requests.comment(caller, params.id, body, once);
    return events[0];
  });
  route(operations.withdrawRequest, async ({ caller, params, body, once }) => {
    await requests.withdraw(caller, params.id, body, once);
    return views.getMade(caller, params.id);
  });
  route(operations.resubmitRequest, async ({ caller, params, body, once }) => {
    await requests.resubmit(caller, params.id, body, once);
    return views.getMade(caller, params.id);
  });
  route(operations.cancelRequest, async ({ caller, params, body, once }) => {
    await requests.cancel(caller, params.id, body, once);
    return views.getMade(caller, params.id);
  });
  route(operations.retryStage, async ({ caller, params, body, once }) => {
    await requests.retry(caller, params.id, params.index, body, once);
    return views.getMade(caller, params.id);
  });
  route(operations.assignStage, async ({ caller, params, body, once }) => {
    await requests.assign(caller, params.id, params.index, body, once);
    return views.getMade(caller, params.id);
  });
  route(
    operations.consumePass,
    async ({ caller, params, body, once }) =>
      passView(
        (await requests.consumePass(caller, params.id, body, once)).state,
      )!,
  );
  route(
    operations.revokePass,
    async ({ caller, params, body, once }) =>
      passView(
        (await requests.revokePass(caller, params.id, body, once)).state,
      )!,
  );
}
