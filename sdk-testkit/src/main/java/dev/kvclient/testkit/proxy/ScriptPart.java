package dev.kvclient.testkit.proxy;

/** Something that a script was told, as what it does to a plan. Pure but for the chances of the plan. */
@FunctionalInterface
interface ScriptPart {
    void appendTo(ScriptPlan plan);
}
