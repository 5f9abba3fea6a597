import { RootConfigService } from '@backstage/backend-plugin-api';
import { readDurationFromConfig } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { durationToMilliseconds, HumanDuration } from '@backstage/types';
import {
  isKind,
  normaliseRef,
} from '@countersign/backstage-plugin-approvals-common';

/** What the configuration below `approvals` says, with defaults. */
export type Settings = {
  /** Users and groups who get the notices to administrators, normalised. */
  administrators: string[];
  limits: { writesPerSecond: number; burst: number };
  /** `permission.enabled`: without it nobody is an administrator. */
  permissionsEnabled: boolean;
  /** How long rows that are done with are kept, in milliseconds. */
  retention: { idempotencyKeys: number; outbox: number };
};

/**
 * Reads the configuration.
 *
 * @throws InputError when something in it cannot be meant
 */
export function readSettings(config: RootConfigService): Settings {
  return {
    administrators: (
      config.getOptionalStringArray('approvals.administrators') ?? []
    ).map(toAdministrator),
    limits: {
      writesPerSecond:
        config.getOptionalNumber('approvals.limits.writesPerSecond') ?? 20,
      burst: config.getOptionalNumber('approvals.limits.burst') ?? 100,
    },
    permissionsEnabled:
      config.getOptionalBoolean('permission.enabled') ?? false,
    retention: {
      idempotencyKeys: readMillis(config, 'idempotencyKeys', { hours: 24 }),
      outbox: readMillis(config, 'outbox', { days: 7 }),
    },
  };
}

function readMillis(
  config: RootConfigService,
  name: string,
  otherwise: HumanDuration,
): number {
  const key = `approvals.retention.${name}`;
  return durationToMilliseconds(
    config.has(key) ? readDurationFromConfig(config, { key }) : otherwise,
  );
}

/** A bare name is a group. */
function toAdministrator(written: string): string {
  const ref = normaliseRef(written, 'group');
  if (!ref || !(isKind(ref, 'user') || isKind(ref, 'group'))) {
    throw new InputError(
      `approvals.administrators: '${written}' is no group or user ref such as group:default/platform`,
    );
  }
  return ref;
}
