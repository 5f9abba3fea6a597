import { randomBytes } from 'node:crypto';
import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { eventsServiceRef } from '@backstage/plugin-events-node';
import { notificationService } from '@backstage/plugin-notifications-node';
import { signalsServiceRef } from '@backstage/plugin-signals-node';
import {
  approvalsPermissions,
  RESOURCE_TYPE_POLICY,
  RESOURCE_TYPE_REQUEST,
} from '@countersign/backstage-plugin-approvals-common';
import {
  approvalsExecutorsExtensionPoint,
  approvalsRuleTypesExtensionPoint,
} from '@countersign/backstage-plugin-approvals-node';
import { v7 as uuidv7 } from 'uuid';
import { Database } from './database';
import { Deadlines, handleDueTimes } from './deadlines';
import {
  addAuditRoutes,
  ANNOUNCEMENT,
  announcement,
  createHistory,
  SALT_BYTES,
} from './history';
import {
  ApiAudit,
  createApi,
  Idempotency,
  IdempotencyStore,
  RateLimit,
} from './http';
import { scheduleHousekeeping } from './housekeeping';
import { createNotices } from './notices';
import { Outbox, OutboxWorker, PATIENT_RETRY_DELAYS } from './outbox';
import {
  addDelegationRoutes,
  addRuleTypeRoutes,
  coreRuleTypes,
  DelegationService,
  DelegationStore,
  Directory,
  httpRuleType,
  KnownUsers,
  PeopleService,
  RuleTypeRegistry,
} from './people';
import {
  Access,
  policyResourceRef,
  policyRules,
  requestResourceRef,
  requestRules,
} from './permissions';
import { addPolicyRoutes, createPolicies, PinnedDefinitions } from './policies';
import { Guard, GuardedClient, protectedAnswers, SecretBox } from './outgoing';
import {
  Publisher,
  SYSTEM_AUDIT,
  systemAuditSubscriber,
  tellAuditor,
} from './publishing';
import {
  addRequestRoutes,
  addTaskRoutes,
  createRequests,
  RequestsToPublish,
} from './requests';
import { addRunRoutes, createRuns, ExecutorRegistry, handleRuns } from './runs';
import { Sandbox } from './sandbox';
import { readSettings } from './settings';
import {
  addWebhookRoutes,
  createWebhooks,
  forgetWords,
  handleWebhooks,
} from './webhooks';

const newId = () => uuidv7();
const now = () => new Date().toISOString();
const newSalt = () => randomBytes(SALT_BYTES).toString('hex');

const nothing = () => {};

/** The permissions on a type of resource; without one, those that are about no resource. */
const permissionsOn = (resourceType: string | undefined) =>
  approvalsPermissions.filter(
    permission =>
      ('resourceType' in permission ? permission.resourceType : undefined) ===
      resourceType,
  );

/** The approvals plugin: policies, requests, decisions, and their history. */
export const approvalsPlugin = createBackendPlugin({
  pluginId: 'approvals',
  register(env) {
    const ruleTypes = new RuleTypeRegistry();
    env.registerExtensionPoint(approvalsRuleTypesExtensionPoint, ruleTypes);
    const executors = new ExecutorRegistry();
    env.registerExtensionPoint(approvalsExecutorsExtensionPoint, executors);
    env.registerInit({
      deps: {
        auditor: coreServices.auditor,
        auth: coreServices.auth,
        catalog: catalogServiceRef,
        config: coreServices.rootConfig,
        databaseService: coreServices.database,
        events: eventsServiceRef,
        httpAuth: coreServices.httpAuth,
        httpRouter: coreServices.httpRouter,
        lifecycle: coreServices.lifecycle,
        logger: coreServices.logger,
        notifications: notificationService,
        permissions: coreServices.permissions,
        registry: coreServices.permissionsRegistry,
        scheduler: coreServices.scheduler,
        signals: signalsServiceRef,
        userInfo: coreServices.userInfo,
      },
      async init(services) {
        const { logger, registry, lifecycle, httpRouter } = services;
        const settings = readSettings(
          services.config,
          process.env.NODE_ENV === 'production',
        );
        const { administrators, limits, permissionsEnabled, retention } =
          settings;
        if (!permissionsEnabled) {
          logger.warn(
            'Permissions are off: nobody is an administrator of approvals, and everybody may edit policies',
          );
        }
        const database = await Database.connect(services.databaseService);
        const sandbox = new Sandbox();
        const outbox = new Outbox({ database });
        const worker = new OutboxWorker({ database, outbox, logger });
        const historyRoom = createHistory({
          database,
          now,
          newId,
          newSalt,
          forget: forgetWords,
          announce: async (tx, stream, announced) => {
            const at = now();
            await outbox.add(tx, [announcement(stream, announced, at)], at);
            tx.executionPromise.then(() => worker.wake(), nothing);
          },
        });
        const { history } = historyRoom;
        const access = new Access({
          permissions: services.permissions,
          registry,
          enabled: permissionsEnabled,
        });

        const guard = new Guard({ allow: settings.allowedHosts });
        const client = new GuardedClient({ guard });
        const box = new SecretBox({ keys: settings.encryptionKeys });
        const webhookRoom = createWebhooks({
          database,
          history,
          outbox,
          access,
          guard,
          client,
          box,
          settings: settings.webhooks,
          keepDeliveries: retention.deliveries,
          wake: () => worker.wake(),
          now,
          newId,
        });
        const directory = new Directory(services);
        ruleTypes.addRuleType(
          ...coreRuleTypes({ directory, sandbox }),
          httpRuleType({
            ask: call => webhookRoom.rules.ask(call),
            faultOf: url => guard.faultOf(url),
          }),
        );
        const people = new PeopleService({
          registry: ruleTypes,
          directory,
          sandbox,
          logger,
        });
        const users = new KnownUsers({
          namesOf: refs => directory.namesOf(refs),
          now: Date.now,
        });
        const delegations = new DelegationService({
          database,
          store: new DelegationStore(database),
          history,
          people,
          access,
          now,
          newId,
          newSalt,
        });

        const shared = {
          database,
          history,
          access,
          sandbox,
          people,
          delegations,
          now,
          newId,
        };
        const policyRoom = createPolicies({
          ...shared,
          ruleTypes,
          directory,
          pastRequest: (caller, id) => requestRoom.views.past(caller, id),
        });
        const requestRoom = createRequests({
          ...shared,
          eraser: historyRoom.eraser,
          users,
          userInfo: services.userInfo,
          callbackFault: url => webhookRoom.callbacks.faultOf(url),
          runsOf: requests => runRoom.briefs.of(requests),
          executorOf: kind => executors.serviceOf(kind),
          wake: () => worker.wake(),
          newSalt,
        });
        const runRoom = createRuns({
          ...services,
          ...shared,
          executors,
          requests: requestRoom,
        });
        const { batches, deliveries, searches } = requestRoom;
        const deadlines = new Deadlines({
          store: batches,
          deliveries,
          searches,
        });

        registry.addResourceType({
          resourceRef: requestResourceRef,
          permissions: permissionsOn(RESOURCE_TYPE_REQUEST),
          rules: Object.values(requestRules),
        });
        registry.addResourceType({
          resourceRef: policyResourceRef,
          permissions: permissionsOn(RESOURCE_TYPE_POLICY),
          rules: Object.values(policyRules),
        });
        registry.addPermissions(permissionsOn(undefined));

        const keys = new IdempotencyStore({
          database,
          lifetimeMs: retention.idempotencyKeys,
        });
        const api = createApi({
          httpAuth: services.httpAuth,
          logger,
          audit: new ApiAudit(services),
          rateLimit: new RateLimit(limits),
          idempotency: new Idempotency({ store: keys }),
          secrets: protectedAnswers(box),
        });
        addRequestRoutes(api.route, requestRoom);
        addRunRoutes(api.route, runRoom);
        addTaskRoutes(api.route, requestRoom);
        addPolicyRoutes(api.route, policyRoom);
        addDelegationRoutes(api.route, delegations);
        addRuleTypeRoutes(api.route, ruleTypes);
        addAuditRoutes(api.route, { ...historyRoom, access });
        addWebhookRoutes(api.route, webhookRoom);
        httpRouter.use(api.finish());
        httpRouter.addAuthPolicy({
          path: '/openapi.json',
          allow: 'unauthenticated',
        });

        handleDueTimes(worker, { deadlines, searches });
        const definitions = new PinnedDefinitions({ database });
        const notices = createNotices({
          ...services,
          ...shared,
          worker,
          administrators,
          namesOf: refs => directory.namesOf(refs),
          definitionOf: (key, version) => definitions.get(key, version),
          waitsForRequester: id => runRoom.waitsForRequester(id),
        });
        const publisher = new Publisher({
          database,
          outbox,
          history,
          requests: new RequestsToPublish({ database }),
          subscribers: [
            runRoom.subscriber,
            notices,
            webhookRoom.subscriber,
            systemAuditSubscriber,
          ],
          wake: () => worker.wake(),
          now,
        });
        worker.handleTogether(ANNOUNCEMENT, publisher.publish, {
          retryDelays: PATIENT_RETRY_DELAYS,
          concurrency: 2,
          alsoAtLeisure: true,
        });
        worker.handleTogether(SYSTEM_AUDIT, tellAuditor(services.auditor), {
          alsoAtLeisure: true,
        });
        handleWebhooks(worker, webhookRoom, settings.webhooks);
        await handleRuns({ ...services, worker }, runRoom);
        await scheduleHousekeeping({
          scheduler: services.scheduler,
          database,
          keys,
          retention,
          requests: requestRoom,
          webhooks: webhookRoom,
          history: historyRoom,
        });
        lifecycle.addStartupHook(() => worker.start());
        lifecycle.addShutdownHook(async () => {
          await worker.stop();
          await client.close();
          await sandbox.close();
        });
      },
    });
  },
});
