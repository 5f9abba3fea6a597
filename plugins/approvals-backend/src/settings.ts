import { RootConfigService } from '@backstage/backend-plugin-api';

/** What the configuration below `approvals` says, with defaults. */
export type Settings = {
  limits: { writesPerSecond: number; burst: number };
  /** `permission.enabled`: without it nobody is an administrator. */
  permissionsEnabled: boolean;
};

/** Reads the configuration. */
export function readSettings(config: RootConfigService): Settings {
  return {
    limits: {
      writesPerSecond:
        config.getOptionalNumber('approvals.limits.writesPerSecond') ?? 20,
      burst: config.getOptionalNumber('approvals.limits.burst') ?? 100,
    },
    permissionsEnabled:
      config.getOptionalBoolean('permission.enabled') ?? false,
  };
}
