import { IconLock } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '@/components/EmptyState';
import { useMay, type Role } from '@/features/session/session';

/** Shows a page to whoever has the role; the server refuses the others in any case. */
export function RoleGate({ least, children }: { least: Role; children: ReactNode }) {
  const { t } = useTranslation('settings');
  return useMay(least) ? (
    children
  ) : (
    <EmptyState icon={IconLock} title={t('notAllowed')}>
      {t('notAllowedText')}
    </EmptyState>
  );
}
