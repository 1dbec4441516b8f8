import { useEffect, useRef, type RefObject } from 'react';

/**
 * Moves focus to the first wrong field, in the order they stand on the page, each time a form was refused.
 * Wrong fields carry `aria-invalid`, menus, which may not, `data-invalid`.
 * @param refusal - changes with each refusal
 */
export function useFocusFirstError(
  refusal: unknown,
): RefObject<HTMLFormElement> {
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (refusal) {
      form.current
        ?.querySelector<HTMLElement>(
          '[aria-invalid="true"], [data-invalid="true"]',
        )
        ?.focus();
    }
  }, [refusal]);
  return form;
}
