package org.floatingip.examples.jenkins;

import com.cloudbees.groovy.cps.SerializableScript;
import groovy.lang.MissingPropertyException;
import org.codehaus.groovy.runtime.InvokerHelper;

/** The base of a Jenkinsfile and of the global variables of a library: scripts that find steps, and each other, by name. */
public abstract class PipelineScript extends SerializableScript {

    private static final long serialVersionUID = 1L;

    static final String STEPS = "steps";

    @Override
    public final Object invokeMethod(String name, Object args) {
        return InvokerHelper.invokeMethod(getBinding().getVariable(STEPS), name, args);
    }

    @Override
    public final Object getProperty(String name) {
        try {
            return super.getProperty(name);
        } catch (MissingPropertyException e) {
            Object variable = globalVariable(name, e);
            setProperty(name, variable);
            return variable;
        }
    }

    /** One instance for a build, as in Jenkins. */
    private Object globalVariable(String name, MissingPropertyException otherwise) {
        try {
            Class<?> type = getClass().getClassLoader().loadClass(name);
            PipelineScript script =
                    (PipelineScript) type.getDeclaredConstructor().newInstance();
            script.setProperty(STEPS, getBinding().getVariable(STEPS));
            return script;
        } catch (ClassNotFoundException e) {
            throw otherwise;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("can't make the global variable " + name, e);
        }
    }
}
