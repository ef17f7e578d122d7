import { ActionIcon, Avatar, Menu, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconLogout, IconPassword } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '@/api/client';
import { notifyFailed } from '@/components/notify';
import { ChangePassword } from './ChangePassword';
import { useRoleName } from './roleNames';
import { forgetSession, useSession } from './session';

/** Who is signed in, and what they may do about it. */
export function AccountMenu() {
  const { t } = useTranslation('session');
  const roleName = useRoleName();
  const session = useSession();
  const [changing, { open, close }] = useDisclosure(false);
  const signOut = useMutation({
    mutationFn: () => api.DELETE('/v1/session'),
    onSuccess: () => {
      forgetSession();
      location.assign('/sign-in');
    },
    onError: (error) => notifyFailed(t('signOutFailed'), error),
  });
  const person = session?.person;
  if (!person) {
    return null;
  }
  return (
    <>
      <Menu position="bottom-end" width={240}>
        <Menu.Target>
          <ActionIcon variant="transparent" size="lg" radius="xl" aria-label={t('account', { name: person.name })}>
            <Avatar name={person.name} variant="filled" color="indigo.8" size={34} radius="xl" alt="" />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>
            <Text fw={600} size="sm" truncate>
              {person.name}
            </Text>
            <Text size="xs" truncate>
              {person.email}
            </Text>
            <Text size="xs">{roleName(person.role)}</Text>
          </Menu.Label>
          <Menu.Divider />
          {person.hasPassword && (
            <Menu.Item leftSection={<IconPassword size={16} />} onClick={open}>
              {t('changePassword')}
            </Menu.Item>
          )}
          <Menu.Item leftSection={<IconLogout size={16} />} onClick={() => signOut.mutate()}>
            {t('signOut')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <ChangePassword opened={changing} onClose={close} email={person.email} />
    </>
  );
}
