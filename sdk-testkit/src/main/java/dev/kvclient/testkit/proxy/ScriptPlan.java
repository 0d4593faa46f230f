package dev.kvclient.testkit.proxy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** The steps of a script while they are drawn. */
final class ScriptPlan {
    /** Its algorithm is part of its specification, so a seed draws the same in every JDK. */
    private final Random random;

    private final List<FaultStep> steps = new ArrayList<>();
    private Duration length = Duration.ZERO;

    ScriptPlan(long seed) {
        random = new Random(seed);
    }

    List<FaultStep> steps() {
        return List.copyOf(steps);
    }

    Duration length() {
        return length;
    }

    void appendAll(List<ScriptPart> parts) {
        parts.forEach(part -> part.appendTo(this));
    }

    void calm(DurationRange range) {
        length = length.plus(range.draw(random));
    }

    void oneOf(List<FaultChoice> choices) {
        int left = random.nextInt(choices.stream().mapToInt(FaultChoice::weight).reduce(0, Math::addExact));
        for (FaultChoice choice : choices) {
            left -= choice.weight();
            if (left < 0) {
                Duration lasting = choice.lasting().draw(random);
                append(List.of(new FaultStep(Duration.ZERO, lasting, choice.fault(random))));
                return;
            }
        }
    }

    /** Appends steps whose times count from here. */
    void append(List<FaultStep> added) {
        Duration here = length;
        for (FaultStep step : added) {
            FaultStep moved = new FaultStep(here.plus(step.at()), step.lasting(), step.fault());
            steps.add(moved);
            length = max(length, moved.end());
        }
    }

    /** Appends the parts again and again for that long, and cuts off what is over. */
    void fill(Duration total, List<ScriptPart> parts) {
        Duration end = length.plus(total);
        while (length.compareTo(end) < 0) {
            Duration before = length;
            appendAll(parts);
            if (length.equals(before)) {
                throw new IllegalStateException("to be repeated for a time, a script must take some");
            }
        }
        steps.removeIf(step -> step.at().compareTo(end) >= 0);
        steps.replaceAll(step ->
                step.end().compareTo(end) <= 0 ? step : new FaultStep(step.at(), end.minus(step.at()), step.fault()));
        length = end;
    }

    private static Duration max(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }
}
