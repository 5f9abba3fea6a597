import { createTranslationRef } from '@backstage/frontend-plugin-api';

/** The words of the portal's own pages: sign-in, landing page, navigation. */
export const portalTranslationRef = createTranslationRef({
  id: 'portal',
  messages: {
    signIn: {
      title: 'Who are you today?',
      intro:
        'This is the demo of {{title}}. Pick a person; sign out to be somebody else.',
      signInAs: 'Sign in as {{name}}',
      failed: 'Signing in as {{name}} did not work',
      roles: {
        alice: 'Developer. Asks for things, and waits for others.',
        bob: 'Approver. Runs the platform.',
        carol: 'Approver. Looks after security.',
        dave: 'Platform lead. Steps in when somebody is late.',
        erin: 'Administrator. Writes policies, frees what is held.',
      },
    },
    home: {
      greeting: 'Good to see you, {{name}}',
      intro: 'Ask, decide, prove: what do you want to do?',
      inbox: 'Decide',
      inboxHint: 'What waits on you, with the facts at hand',
      requests: 'Ask',
      requestsHint: 'A form, and you see at once who has to say yes',
      catalog: 'Look around',
      catalogHint: 'Systems, services and people of the company',
      docs: 'Read',
      docsHint: 'How approvals work here, and how to write a policy',
    },
    nav: { search: 'Search', menu: 'Menu', settings: 'Settings', home: 'Home' },
  },
});
