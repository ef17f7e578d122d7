import { Alert, Button, Divider, PasswordInput, Stack, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { getRouteApi, useRouter } from '@tanstack/react-router';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { answered, api } from '@/api/client';
import { ErrorState } from '@/components/ErrorState';
import { LoadingState } from '@/components/LoadingState';
import { FormPage } from './FormPage';
import { returnTo } from './returnTo';
import { keepSession, useSession, type SessionState } from './session';

const route = getRouteApi('/sign-in');

/** Why a sign-in through the provider failed, by what the server says in the address. */
const reasons = { state: 'openIdState', refused: 'openIdRefused', token: 'openIdToken', account: 'openIdAccount', provider: 'openIdProvider' } as const;

/** Signing in: by e-mail address and password, or through the provider that the workspace trusts. */
export function SignInPage() {
  const { t } = useTranslation('session');
  const session = useSession();
  if (session === undefined) {
    return (
      <FormPage title={t('signIn')}>
        <LoadingState lines={4} />
      </FormPage>
    );
  }
  return session.setUpNeeded ? (
    <FormPage title={t('signInTo', { workspace: session.workspaceName })}>
      <Alert title={t('setUpNeeded')}>{t('setUpNeededText')}</Alert>
    </FormPage>
  ) : (
    <SignInForm session={session} />
  );
}

function SignInForm({ session }: { session: SessionState }) {
  const { t } = useTranslation('session');
  const router = useRouter();
  const search = route.useSearch() as { to?: string; error?: string };
  const to = returnTo(search.to);
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const signIn = useMutation({
    mutationFn: async () => answered(await api.POST('/v1/session', { body: { email, password } })),
    onSuccess: (state) => {
      keepSession(state);
      void router.navigate({ href: to, replace: true });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    signIn.mutate();
  };
  return (
    <FormPage title={t('signInTo', { workspace: session.workspaceName })}>
      <Stack>
        {search.error !== undefined && session.openId && (
          <Alert color="red" role="alert" title={t('openIdFailed')}>
            {t(reasons[search.error as keyof typeof reasons] ?? 'openIdRefused', { provider: session.openId.name })}
          </Alert>
        )}
        {session.openId && (
          <>
            <Button component="a" href={`/v1/session/openid?to=${encodeURIComponent(to)}`} variant="default" size="md">
              {t('signInWith', { provider: session.openId.name })}
            </Button>
            <Divider label={t('or')} />
          </>
        )}
        <form onSubmit={submit}>
          <Stack>
            {signIn.isError && <ErrorState title={t('signInFailed')} error={signIn.error} />}
            <TextInput label={t('email')} type="email" name="email" autoComplete="username" required withAsterisk={false} value={email} onChange={(event) => setEmail(event.currentTarget.value)} />
            <PasswordInput label={t('password')} name="password" autoComplete="current-password" required withAsterisk={false} value={password} onChange={(event) => setPassword(event.currentTarget.value)} />
            <Button type="submit" size="md" loading={signIn.isPending}>
              {t('signIn')}
            </Button>
          </Stack>
        </form>
      </Stack>
    </FormPage>
  );
}
