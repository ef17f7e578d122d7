import { Alert, Button, Stack } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { getRouteApi, useRouter } from '@tanstack/react-router';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { answered, api } from '@/api/client';
import { AppLink } from '@/components/AppLink';
import { ErrorState } from '@/components/ErrorState';
import { LoadingState } from '@/components/LoadingState';
import { FormPage } from './FormPage';
import { NewPasswordInput } from './NewPasswordInput';
import { keepSession } from './session';

const route = getRouteApi('/set-password');

/** Chooses a password by a link that an admin gave: the first one, or another one. */
export function SetPasswordPage() {
  const { t } = useTranslation('session');
  const { token } = route.useSearch() as { token?: string };
  const link = useQuery({
    queryKey: ['password-link', token],
    queryFn: async () => answered(await api.POST('/v1/session/link', { body: { token: token ?? '' } })),
    enabled: token !== undefined,
    staleTime: Infinity,
    retry: false,
  });
  if (token === undefined || link.isError) {
    return (
      <FormPage title={t('choosePassword')}>
        <Stack align="flex-start">
          {token === undefined ? (
            <Alert color="yellow" title={t('missingToken')}>
              {t('missingTokenText')}
            </Alert>
          ) : (
            <ErrorState title={t('deadLink')} error={link.error} />
          )}
          <AppLink to="/sign-in">{t('toSignIn')}</AppLink>
        </Stack>
      </FormPage>
    );
  }
  return (
    <FormPage title={t('choosePassword')} text={link.data && t('choosePasswordFor', { name: link.data.name, email: link.data.email })}>
      {link.data ? <SetPasswordForm token={token} email={link.data.email} /> : <LoadingState lines={3} />}
    </FormPage>
  );
}

function SetPasswordForm({ token, email }: { token: string; email: string }) {
  const { t } = useTranslation('session');
  const router = useRouter();
  const [password, setPassword] = useState('');
  const save = useMutation({
    mutationFn: async () => answered(await api.POST('/v1/session/link/password', { body: { token, password } })),
    onSuccess: (state) => {
      keepSession(state);
      void router.navigate({ href: '/', replace: true });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <form onSubmit={submit}>
      <Stack>
        {save.isError && <ErrorState title={t('passwordNotSaved')} error={save.error} />}
        {/* For password managers, which store it under this name. */}
        <input type="hidden" name="email" autoComplete="username" value={email} readOnly />
        <NewPasswordInput label={t('newPassword')} value={password} onChange={setPassword} />
        <Button type="submit" size="md" loading={save.isPending}>
          {t('savePassword')}
        </Button>
      </Stack>
    </form>
  );
}
