import {
  ApiRef,
  identityApiRef,
  toastApiRef,
} from '@backstage/frontend-plugin-api';
import { mockApis, renderInTestApp } from '@backstage/frontend-test-utils';
import { permissionApiRef } from '@backstage/plugin-permission-react';
import { SignalApi, signalApiRef } from '@backstage/plugin-signals-react';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { operations } from '@countersign/backstage-plugin-approvals-common';
import { ApprovalsApi, approvalsApiRef } from '../api';
import { Face, facesApiRef } from '../ui/people/faces';
import { rootRouteRef } from '../routes';
import { BOB, NAMES } from './fixtures';

/** A client of which only the given operations answer; any other call fails the test's expectation. */
export function fakeApi(answers: Partial<ApprovalsApi>): ApprovalsApi {
  const listeners = new Set<() => void>();
  const silent = Object.keys(operations).map(name => [
    name,
    async () => {
      throw new Error(`'${name}' is not expected here`);
    },
  ]);
  return {
    ...(Object.fromEntries(silent) as ApprovalsApi),
    async exportAudit() {
      throw new Error(`'exportAudit' is not expected here`);
    },
    async letGoOn() {
      throw new Error(`'letGoOn' is not expected here`);
    },
    onWrite(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    ...answers,
  };
}

/** Names without a catalog. */
export function face(ref: string): Face {
  return { ref, name: NAMES[ref] ?? ref };
}

/** Renders a part of the portal for Bob, below `/approvals`. */
export function renderPage(
  element: JSX.Element,
  options: {
    api: Partial<ApprovalsApi>;
    path?: string;
    /** A portal without signals when left out. */
    signals?: SignalApi;
    /** The names of permissions that Bob has; none when left out. */
    permissions?: string[];
    /** Whether the portal checks permissions; it does when left out. */
    permissionsEnabled?: boolean;
    /** What else the portal has. */
    apis?: readonly (readonly [ApiRef<object>, object])[];
  },
): ReturnType<typeof renderInTestApp> & { toasts: string[] } {
  const toasts: string[] = [];
  const rendered = renderInTestApp(element, {
    initialRouteEntries: [options.path ?? '/approvals'],
    mountedRoutes: { '/approvals': rootRouteRef },
    config: {
      app: { baseUrl: 'http://localhost:3000' },
      backend: { baseUrl: 'http://localhost:7007' },
      permission: { enabled: options.permissionsEnabled ?? true },
    },
    apis: [
      ...(options.apis ?? []),
      ...(options.signals ? ([[signalApiRef, options.signals]] as const) : []),
      [approvalsApiRef, fakeApi(options.api)],
      [
        permissionApiRef,
        mockApis.permission({
          authorize: ({ permission }) =>
            options.permissions?.includes(permission.name)
              ? AuthorizeResult.ALLOW
              : AuthorizeResult.DENY,
        }),
      ],
      [
        facesApiRef,
        {
          peek: face,
          load: async (ref: string) => face(ref),
          search: async () => [],
          searchEntities: async () => [],
        },
      ],
      [identityApiRef, mockApis.identity({ userEntityRef: BOB })],
      [
        toastApiRef,
        {
          post: ({ title }: { title: unknown }) => {
            toasts.push(String(title));
            return { close: () => undefined };
          },
        },
      ],
    ],
  });
  return { ...rendered, toasts };
}
