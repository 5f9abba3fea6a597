/** What the form collects about the thing to approve. */
export type SubjectDraft = {
  title: string;
  id: string;
  entityRef?: string;
  link: string;
};

export const EMPTY_SUBJECT: SubjectDraft = { title: '', id: '', link: '' };

/** What is wrong with a field: a key of a text. */
export type SubjectFault = 'ask.missing' | 'ask.badLink';

/** Faults of the subject, by field. */
export function faultsOf(
  subject: SubjectDraft,
): Partial<Record<'title' | 'id' | 'link', SubjectFault>> {
  return {
    ...(!subject.title.trim() && { title: 'ask.missing' as const }),
    ...(!subject.id.trim() && { id: 'ask.missing' as const }),
    ...(subject.link.trim() &&
      !/^https?:\/\/\S+$/.test(subject.link.trim()) && {
        link: 'ask.badLink' as const,
      }),
  };
}

/** The id that a title suggests: "Client for Billing" gives `client-for-billing`. */
export function suggestedId(title: string): string {
  return title
    .trim()
    .toLowerCase()
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 63);
}

/** The subject as the API takes it. */
export function subjectOf(type: string, draft: SubjectDraft) {
  const link = draft.link.trim();
  return {
    type,
    id: draft.id.trim(),
    title: draft.title.trim(),
    ...(link && { link }),
    ...(draft.entityRef && { entityRef: draft.entityRef }),
  };
}
