import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import express, { Request, Response } from 'express';
import { FloorStore } from './FloorStore';

/**
 * The floor below our figures: routes of the same shape as ours, with the same
 * tokens and the same database service, and none of our logic. What is slower
 * than these is ours.
 */
export const floorPlugin = createBackendPlugin({
  pluginId: 'floor',
  register(env) {
    env.registerInit({
      deps: {
        databaseService: coreServices.database,
        httpAuth: coreServices.httpAuth,
        httpRouter: coreServices.httpRouter,
      },
      async init({ databaseService, httpAuth, httpRouter }) {
        const store = await FloorStore.create(
          await databaseService.getClient(),
        );
        const router = express.Router();
        router.use(express.json());
        const answer =
          (status: number, work: (request: Request) => Promise<unknown>) =>
          (
            request: Request,
            response: Response,
            next: express.NextFunction,
          ) => {
            httpAuth
              .credentials(request, { allow: ['user', 'service'] })
              .then(() => work(request))
              .then(result => response.status(status).json(result))
              .catch(next);
          };
        router.get(
          '/row/:id',
          answer(200, ({ params }) => store.row(Number(params.id))),
        );
        router.post(
          '/change/:id',
          answer(201, ({ params, body }) =>
            store.change(Number(params.id), body),
          ),
        );
        router.post(
          '/rows',
          answer(201, ({ body }) => store.add(body)),
        );
        httpRouter.use(router);
      },
    });
  },
});
