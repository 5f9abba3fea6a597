import { useCallback, useState } from 'react';
import { ProxiedSignInPage } from '@backstage/core-components';
import { SignInPageProps } from '@backstage/plugin-app-react';
import { PeoplePicker } from './PeoplePicker';
import {
  forgottenOnSignOut,
  rememberPerson,
  rememberedPerson,
} from './rememberedPerson';

type State =
  | { step: 'choosing' }
  | { step: 'signingIn'; name: string; attempt: number };

function firstState(): State {
  const name = rememberedPerson();
  return name ? { step: 'signingIn', name, attempt: 1 } : { step: 'choosing' };
}

/**
 * Signs in as the person who is picked, and again after a reload, until they
 * sign out.
 */
export const DemoSignInPage = ({ onSignInSuccess }: SignInPageProps) => {
  const [state, setState] = useState(firstState);
  const name = state.step === 'signingIn' ? state.name : undefined;

  const pick = useCallback((picked: string) => {
    setState(last => ({
      step: 'signingIn',
      name: picked,
      attempt: last.step === 'signingIn' ? last.attempt + 1 : 1,
    }));
  }, []);

  const SignInFailed = useCallback(
    ({ error }: { error?: Error }) => (
      <PeoplePicker
        failed={{ name: name ?? '', reason: error?.message }}
        onPick={pick}
      />
    ),
    [name, pick],
  );

  if (state.step === 'choosing') {
    return <PeoplePicker onPick={pick} />;
  }
  return (
    <ProxiedSignInPage
      key={state.attempt}
      provider="demo"
      headers={{ 'x-demo-user': state.name }}
      onSignInSuccess={identity => {
        rememberPerson(state.name);
        onSignInSuccess(forgottenOnSignOut(identity));
      }}
      ErrorComponent={SignInFailed}
    />
  );
};
