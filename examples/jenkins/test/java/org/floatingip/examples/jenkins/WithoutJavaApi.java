package org.floatingip.examples.jenkins;

import java.net.URL;

/**
 * A class loader like that of most controllers: without vip's Java API, which is on the class path of these tests. Of this
 * project it has only the steps of this package.
 */
final class WithoutJavaApi extends ClassLoader {

    private static final String OURS = "org.floatingip.";
    private static final String STEPS = WithoutJavaApi.class.getPackageName() + ".";

    WithoutJavaApi(ClassLoader controller) {
        super(controller);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (isHidden(name)) {
            throw new ClassNotFoundException(name);
        }
        return super.loadClass(name, resolve);
    }

    /** Groovy's compiler looks for the file of a class before it loads it. */
    @Override
    public URL getResource(String name) {
        return isHidden(name.replace('/', '.')) ? null : super.getResource(name);
    }

    private static boolean isHidden(String name) {
        return name.startsWith(OURS) && !name.startsWith(STEPS);
    }
}
