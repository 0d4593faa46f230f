package dev.kvclient.benchmarks.load;

/** A variant of this process, with the loops of {@link Rates}. */
final class InProcess implements Contestant {
    private final Variant variant;
    private final Rates rates;
    private Workload workload = Workload.ofSize(Workload.SMALLEST);

    InProcess(Variant variant, Rates rates) {
        this.variant = variant;
        this.rates = rates;
    }

    @Override
    public String name() {
        return variant.name();
    }

    @Override
    public void use(Workload values) {
        workload = values;
        variant.use(values);
    }

    @Override
    public Sample closedLoop(Operation operation, int window, int count) throws Exception {
        return window == 1
                ? rates.oneByOne(variant, operation, workload, count)
                : rates.closedLoop(variant, operation, workload, window, count);
    }

    @Override
    public Sample openLoop(Operation operation, double perSecond, int count) {
        return rates.openLoop(variant, operation, workload, perSecond, count);
    }

    @Override
    public void close() {
        variant.close();
    }
}
