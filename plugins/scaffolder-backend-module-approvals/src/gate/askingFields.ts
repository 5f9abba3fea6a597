import type { z as zod } from 'zod/v3';

type Z = typeof zod;

/** What `approval:gate` and `approval:request` ask for, as the list of actions shows it. */
export const askingFields = {
  policy: (z: Z) =>
    z
      .string()
      .describe(
        'Key of the policy that says who has to approve: database-user',
      ),
  title: (z: Z) =>
    z
      .string()
      .optional()
      .describe(
        'What approvers read first, in a few words. The id of the subject when left out',
      ),
  subject: (z: Z) =>
    z
      .object({
        type: z
          .string()
          .describe("The kind of thing: the policy's subjectType"),
        id: z.string().describe('What names this one thing: production/alice'),
        link: z
          .string()
          .optional()
          .describe('Where more about it is shown, http or https'),
        entityRef: z
          .string()
          .optional()
          .describe(
            'The catalog entity that it belongs to, whose owner the policy may ask: component:default/billing',
          ),
      })
      .describe('The thing to approve'),
  context: (z: Z) =>
    z
      .record(z.unknown())
      .optional()
      .describe(
        "The facts that approvers decide on, by the policy's contextSchema. They are kept for ever: no secrets. What is approved is exactly this",
      ),
  key: (z: Z) =>
    z
      .string()
      .optional()
      .describe(
        'Tells several requests of one step apart. Needed in an `each` that asks for one subject more than once; otherwise policy and subject do it',
      ),
  requester: (z: Z) =>
    z
      .string()
      .optional()
      .describe(
        'Who asks, where no person has started the run: user:default/alice. The policy must say resumeAs: service',
      ),
};

/** What to do about a request that is not approved, as the list of actions shows it. */
export const onRejectedField = (z: Z) =>
  z
    .enum(['fail', 'continue'])
    .optional()
    .describe(
      'What happens when it ends otherwise than approved. fail (default): nothing behind this step runs. continue: the run goes on, and the steps behind look at the output `status`',
    );

/** What is known of a request that has ended, as the list of actions shows it. */
export const outcomeFields = {
  requestId: (z: Z) =>
    z
      .string()
      .describe(
        'Id of the request: actions that change something take it and check it themselves',
      ),
  status: (z: Z) =>
    z.string().describe('approved; or rejected, withdrawn, cancelled, expired'),
  approvers: (z: Z) =>
    z.array(z.string()).describe('Who approved in the last round, user refs'),
  comments: (z: Z) =>
    z
      .array(
        z.object({
          by: z.string(),
          decision: z.string(),
          comment: z.string(),
        }),
      )
      .describe('What was said with the decisions of the last round'),
  decidedAt: (z: Z) =>
    z.string().describe('When it ended, UTC with milliseconds'),
};
