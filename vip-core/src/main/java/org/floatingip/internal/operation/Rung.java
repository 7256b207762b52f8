package org.floatingip.internal.operation;

import org.floatingip.StepOutcome;

/** A step that has begun: of one ladder, or of several that climb together. It must end once. */
public interface Rung {

    void attempt();

    void end(StepOutcome outcome, String detail);
}
