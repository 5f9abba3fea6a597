export interface Config {
  approvals?: {
    /** Templates that wait for approvals. */
    templates?: {
      /**
       * What becomes of the faults that are found in templates as the catalog
       * reads them and when a gate runs. `off`: nothing is looked for. `warn`
       * (default): they are shown on the template's page. `refuse`: the catalog
       * does not take such a template, and its gate stops the task. A template
       * whose gate a retry would pass is never taken.
       */
      enforce?: 'off' | 'warn' | 'refuse';
    };
  };
}
