import { Alert, Button, Stack, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { getRouteApi, useRouter } from '@tanstack/react-router';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { answered, api } from '@/api/client';
import { AppLink } from '@/components/AppLink';
import { ErrorState } from '@/components/ErrorState';
import { LoadingState } from '@/components/LoadingState';
import { FormPage } from './FormPage';
import { NewPasswordInput } from './NewPasswordInput';
import { keepSession, useSession } from './session';

const route = getRouteApi('/set-up');

/** The first start: makes the first admin, with the token that the server's console shows. */
export function SetUpPage() {
  const { t } = useTranslation('session');
  const session = useSession();
  const { token } = route.useSearch() as { token?: string };
  if (session === undefined) {
    return (
      <FormPage title={t('signIn')}>
        <LoadingState lines={4} />
      </FormPage>
    );
  }
  const title = t('setUp', { workspace: session.workspaceName });
  if (!session.setUpNeeded) {
    return (
      <FormPage title={title}>
        <Stack align="flex-start">
          <Alert title={t('setUpDone')}>{t('setUpDoneText')}</Alert>
          <AppLink to="/sign-in">{t('toSignIn')}</AppLink>
        </Stack>
      </FormPage>
    );
  }
  return (
    <FormPage title={title} text={t('setUpText')}>
      {token === undefined ? (
        <Alert color="yellow" title={t('missingToken')}>
          {t('missingTokenText')}
        </Alert>
      ) : (
        <SetUpForm token={token} />
      )}
    </FormPage>
  );
}

function SetUpForm({ token }: { token: string }) {
  const { t } = useTranslation('session');
  const router = useRouter();
  const [name, setName] = useState('');
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const create = useMutation({
    mutationFn: async () => answered(await api.POST('/v1/setup', { body: { token, name, email, password } })),
    onSuccess: (state) => {
      keepSession(state);
      void router.navigate({ href: '/', replace: true });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    create.mutate();
  };
  return (
    <form onSubmit={submit}>
      <Stack>
        {create.isError && <ErrorState title={t('setUpFailed')} error={create.error} />}
        <TextInput label={t('name')} name="name" autoComplete="name" required withAsterisk={false} value={name} onChange={(event) => setName(event.currentTarget.value)} />
        <TextInput label={t('email')} type="email" name="email" autoComplete="username" required withAsterisk={false} value={email} onChange={(event) => setEmail(event.currentTarget.value)} />
        <NewPasswordInput label={t('password')} value={password} onChange={setPassword} />
        <Button type="submit" size="md" loading={create.isPending}>
          {t('createAdmin')}
        </Button>
      </Stack>
    </form>
  );
}
