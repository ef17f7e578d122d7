import { Anchor, type AnchorProps } from '@mantine/core';
import { createLink } from '@tanstack/react-router';
import type { AriaAttributes, ComponentType, ReactNode } from 'react';

/** A link within the app, by its address as text: for shared parts, which do not know every page's type. */
export const AppLink = createLink(Anchor) as unknown as ComponentType<
  AnchorProps & AriaAttributes & { to: string; search?: Record<string, unknown>; params?: Record<string, string>; children?: ReactNode; title?: string; className?: string | undefined }
>;
