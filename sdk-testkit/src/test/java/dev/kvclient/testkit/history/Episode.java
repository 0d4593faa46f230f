package dev.kvclient.testkit.history;

import dev.kvclient.error.Outcome;
import java.util.Objects;
import java.util.Optional;

/** Something that happens in a {@link World} in a quiet moment, as it should be or broken in one way. */
enum Episode {
    LOST_WRITE {
        @Override
        void happen(World world, boolean broken) {
            String first = written(world);
            String second = written(world);
            found(world, broken ? first : second);
        }
    },
    LOST_DELETE {
        @Override
        void happen(World world, boolean broken) {
            String value = written(world);
            deleted(world);
            if (broken) {
                found(world, value);
            } else {
                foundNothing(world);
            }
        }
    },
    LOST_CREATION {
        @Override
        void happen(World world, boolean broken) {
            // Not with a late delete about.
            String value = world.newValue();
            world.history().write(World.CLIENT, "new", value).acknowledged();
            world.history().read(World.CLIENT, "new").acknowledged(broken ? Seen.absent() : Seen.value(value));
            if (world.random().nextBoolean()) {
                world.history().delete(World.CLIENT, "new").acknowledged();
            }
        }
    },
    SWAPPED_WRITES {
        @Override
        void happen(World world, boolean broken) {
            String first = world.newValue();
            String second = world.newValue();
            OpenOperation one = world.history().write(World.CLIENT, World.VALUE, first);
            one.placed();
            OpenOperation other = world.history().write(World.CLIENT, World.VALUE, second);
            other.placed();
            other.acknowledged();
            one.acknowledged();
            found(world, broken ? first : second);
        }
    },
    STALE_READ {
        @Override
        void happen(World world, boolean broken) {
            String first = written(world);
            found(world, first);
            String second = written(world);
            found(world, second);
            if (broken) {
                found(world, first);
            }
            found(world, second);
        }
    },
    UNKNOWN_WRITE_TWICE {
        @Override
        void happen(World world, boolean broken) {
            String unknown = world.newValue();
            world.history().write(World.CLIENT, World.VALUE, unknown).failed(Outcome.UNKNOWN, 1);
            String other = written(world);
            found(world, other);
            found(world, unknown);
            String last = written(world);
            found(world, broken ? unknown : last);
        }
    },
    ANSWER_FOR_ANOTHER {
        @Override
        void happen(World world, boolean broken) {
            String mine = written(world);
            String other = world.newValue();
            world.history().write(World.CLIENT, "another", other).acknowledged();
            found(world, broken ? other : mine);
        }
    },
    INVENTED_ANSWER {
        @Override
        void happen(World world, boolean broken) {
            String mine = written(world);
            found(world, broken ? "of nobody" : mine);
        }
    },
    ANSWER_FROM_THE_FUTURE {
        @Override
        void happen(World world, boolean broken) {
            String now = written(world);
            String next = world.newValue();
            found(world, broken ? next : now);
            world.history().write(World.CLIENT, World.VALUE, next).acknowledged();
            found(world, next);
        }
    },
    NOT_SENT_APPEARED {
        @Override
        void happen(World world, boolean broken) {
            refused(world, broken, Outcome.NOT_SENT);
        }
    },
    REJECTED_APPEARED {
        @Override
        void happen(World world, boolean broken) {
            refused(world, broken, Outcome.REJECTED);
        }
    },
    REFUSED_DELETE_HAPPENED {
        @Override
        void happen(World world, boolean broken) {
            String value = written(world);
            found(world, value);
            world.history()
                    .delete(World.CLIENT, World.VALUE)
                    .failed(world.random().nextBoolean() ? Outcome.NOT_SENT : Outcome.REJECTED, 1);
            found(world, value);
            if (broken) {
                String next = written(world);
                foundNothing(world);
                found(world, next);
            }
        }
    },
    FAILED_CONDITION_APPEARED {
        @Override
        void happen(World world, boolean broken) {
            String before = written(world);
            String value = world.newValue();
            world.history().write(World.CLIENT, World.VALUE, value).conditionFailed(Seen.present());
            found(world, broken ? value : before);
        }
    },
    COMPARED_AND_SET_TWICE {
        @Override
        void happen(World world, boolean broken) {
            String base = written(world);
            String first = world.newValue();
            world.history().write(World.CLIENT, World.VALUE, first).acknowledged(Seen.value(base));
            String second = world.newValue();
            world.history().write(World.CLIENT, World.VALUE, second).acknowledged(Seen.value(broken ? base : first));
            found(world, second);
        }
    },
    UNSETTLED {
        @Override
        void happen(World world, boolean broken) {
            OpenOperation open = world.history().read(World.CLIENT, World.VALUE);
            if (!broken) {
                open.acknowledged(Seen.value(Optional.ofNullable(world.stored().get(World.VALUE))));
            }
        }
    },
    LOST_ADDITION {
        @Override
        void happen(World world, boolean broken) {
            long before = world.sum();
            world.history().add(World.CLIENT, World.COUNTER, HUGE).acknowledged();
            counted(world, broken ? before : before + HUGE);
        }
    },
    ADDITION_LOST_BETWEEN_TWO {
        @Override
        void happen(World world, boolean broken) {
            long before = world.sum();
            added(world, ODD, before + ODD);
            added(world, EVEN, before + (broken ? 0 : ODD) + EVEN);
        }
    },
    DOUBLED_ADDITION {
        @Override
        void happen(World world, boolean broken) {
            long before = world.sum();
            added(world, ODD, before + ODD);
            counted(world, before + (broken ? 2 : 1) * ODD);
        }
    },
    UNKNOWN_ADDITION_TOO_OFTEN {
        @Override
        void happen(World world, boolean broken) {
            long before = world.sum();
            counted(world, before);
            world.history().add(World.CLIENT, World.COUNTER, ODD).failed(Outcome.UNKNOWN, 2);
            counted(world, before + 2 * ODD);
            added(world, EVEN, before + (broken ? 3 : 2) * ODD + EVEN);
        }
    },
    UNKNOWN_ADDITION_IN_TWO_PLACES {
        @Override
        void happen(World world, boolean broken) {
            long before = world.sum();
            counted(world, before);
            world.history().add(World.CLIENT, World.COUNTER, ODD).failed(Outcome.UNKNOWN, 1);
            added(world, EVEN, before + ODD + EVEN);
            added(world, EVEN, before + (broken ? 2 : 1) * ODD + 2 * EVEN);
        }
    },
    REFUSED_ADDITION_COUNTED {
        @Override
        void happen(World world, boolean broken) {
            long before = world.sum();
            counted(world, before);
            world.history()
                    .add(World.CLIENT, World.COUNTER, ODD)
                    .failed(world.random().nextBoolean() ? Outcome.NOT_SENT : Outcome.REJECTED, 1);
            counted(world, before + (broken ? ODD : 0));
        }
    },
    SUM_FOR_ANOTHER {
        @Override
        void happen(World world, boolean broken) {
            long before = world.sum();
            OpenOperation one = world.history().add(World.CLIENT, World.COUNTER, ODD);
            OpenOperation other = world.history().add(World.CLIENT, World.COUNTER, EVEN);
            one.acknowledged(Seen.sum(before + ODD + (broken ? EVEN : 0)));
            other.acknowledged(Seen.sum(before + ODD + (broken ? 0 : EVEN)));
            store(world, World.COUNTER, before + ODD + EVEN);
        }
    },
    SURVIVED_A_LOSS {
        @Override
        void happen(World world, boolean broken) {
            String value = written(world);
            found(world, value);
            added(world, ODD, world.sum() + ODD);
            long sum = world.sum();
            OpenOperation loss = world.history().loss("backend");
            world.stored().clear();
            loss.acknowledged();
            if (broken) {
                if (world.random().nextBoolean()) {
                    found(world, value);
                } else {
                    counted(world, sum);
                }
            } else {
                foundNothing(world);
                added(world, ODD, ODD);
            }
        }
    };

    /** More than a world comes to. */
    private static final long HUGE = 1L << 50;

    /** Not made of the additions of a world, which are smaller, nor of each other. */
    private static final long ODD = (1L << 40) + 1;

    private static final long EVEN = (1L << 44) + 2;

    abstract void happen(World world, boolean broken);

    private static void refused(World world, boolean broken, Outcome outcome) {
        String before = written(world);
        String value = world.newValue();
        world.history().write(World.CLIENT, World.VALUE, value).failed(outcome, 1);
        found(world, broken ? value : before);
    }

    private static String written(World world) {
        String value = world.newValue();
        world.history().write(World.CLIENT, World.VALUE, value).acknowledged();
        store(world, World.VALUE, value);
        return value;
    }

    private static void deleted(World world) {
        world.history().delete(World.CLIENT, World.VALUE).acknowledged();
        world.stored().remove(World.VALUE);
    }

    private static void found(World world, String value) {
        world.history().read(World.CLIENT, World.VALUE).acknowledged(Seen.value(value));
        store(world, World.VALUE, value);
    }

    private static void foundNothing(World world) {
        world.history().read(World.CLIENT, World.VALUE).acknowledged(Seen.absent());
        world.stored().remove(World.VALUE);
    }

    private static void added(World world, long amount, long sum) {
        world.history().add(World.CLIENT, World.COUNTER, amount).acknowledged(Seen.sum(sum));
        store(world, World.COUNTER, sum);
    }

    private static void counted(World world, long sum) {
        world.history().read(World.CLIENT, World.COUNTER).acknowledged(Seen.sum(sum));
        store(world, World.COUNTER, sum);
    }

    private static void store(World world, String key, Object value) {
        world.stored().put(key, Objects.toString(value));
    }
}
