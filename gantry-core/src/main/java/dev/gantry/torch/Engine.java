package dev.gantry.torch;

import static org.bytedeco.pytorch.global.torch.globalContext;
import static org.bytedeco.pytorch.global.torch.set_num_threads;

import dev.gantry.GantryException;
import dev.gantry.config.EngineConfig;
import java.lang.ref.Reference;
import java.util.Arrays;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.DeviceOptional;
import org.bytedeco.pytorch.MemoryFormatOptional;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Where a run computes: device, number format and threads. Every tensor of a run is made here. */
public final class Engine {
    /** Networks with fewer trainable numbers than this run faster on one thread. */
    private static final long ONE_THREAD_BELOW = 100_000;

    private final EngineConfig config;
    private final ScalarType dtype;
    private final TensorOptions hostOptions;
    private final TensorOptions options;
    private final Device device;
    private final MemoryFormatOptional anyFormat;

    /**
     * @param config without "auto": see {@link #resolve}
     */
    public Engine(EngineConfig config) {
        Torch.start();
        this.config = config;
        dtype = config.dtype() == EngineConfig.Dtype.FLOAT64 ? ScalarType.Double : ScalarType.Float;
        device = new Device(isOnHost() ? "cpu" : "cuda");
        hostOptions = new TensorOptions().dtype(new ScalarTypeOptional(dtype));
        options = hostOptions.device(new DeviceOptional(device));
        anyFormat = new MemoryFormatOptional();
        boolean cuda = !isOnHost();
        // On CUDA "medium" is TensorFloat-32, with errors near 1e-3, and so is cuDNN's default.
        globalContext()
                .setFloat32MatmulPrecision(
                        config.matmul() == EngineConfig.MatmulPrecision.MEDIUM && !cuda ? "medium" : "highest");
        if (cuda) {
            globalContext().setAllowTF32CuDNN(false);
        }
    }

    /**
     * The same configuration with nothing left open.
     *
     * @param parameters trainable numbers of the networks together, which decide the number of threads
     * @throws GantryException where CUDA is asked for and there is none
     */
    public static EngineConfig resolve(EngineConfig config, long parameters) {
        Torch.start();
        EngineConfig.Device device = config.device();
        if (device == EngineConfig.Device.CUDA && !Torch.hasCuda()) {
            throw GantryException.request(
                    "--device cuda: libtorch finds no CUDA device; use --device cpu, or add the CUDA"
                            + " natives (docs/cuda.md) on a machine with an NVIDIA GPU and its driver");
        }
        if (device == EngineConfig.Device.AUTO) {
            device = Torch.hasCuda() ? EngineConfig.Device.CUDA : EngineConfig.Device.CPU;
        }
        int threads = config.threads();
        if (threads == 0) {
            threads = parameters < ONE_THREAD_BELOW ? 1 : Runtime.getRuntime().availableProcessors();
        }
        EngineConfig.MatmulPrecision matmul = config.matmul();
        if (matmul == EngineConfig.MatmulPrecision.AUTO) {
            matmul = device == EngineConfig.Device.CPU && Precision.mediumIsFloat32()
                    ? EngineConfig.MatmulPrecision.MEDIUM
                    : EngineConfig.MatmulPrecision.HIGHEST;
        }
        return new EngineConfig(device, threads, config.dtype(), matmul);
    }

    /** Gives the calling thread this run's number of threads. Call it on the thread that computes. */
    public void useThreads() {
        set_num_threads(config.threads());
    }

    /** Whether tensors lie in host memory. */
    public boolean isOnHost() {
        return config.device() == EngineConfig.Device.CPU;
    }

    public boolean isFloat64() {
        return dtype == ScalarType.Double;
    }

    /** A tensor of the run's format on the run's device, from plain numbers. */
    public Tensor tensor(float[] values, long... shape) {
        requireSize(values.length, shape);
        Tensor host = torch.empty(shape, hostOptions, anyFormat);
        write(host, values);
        return toDevice(host);
    }

    /** A tensor of the run's format on the run's device, from plain numbers. */
    public Tensor tensor(double[] values, long... shape) {
        requireSize(values.length, shape);
        Tensor host = torch.empty(shape, hostOptions, anyFormat);
        write(host, values);
        return toDevice(host);
    }

    /** A tensor of zeros of the run's format on the run's device. */
    public Tensor zeros(long... shape) {
        return torch.zeros(shape, options);
    }

    /** A tensor of zeros of the run's format in host memory. */
    Tensor hostZeros(long... shape) {
        return torch.empty(shape, hostOptions, anyFormat).zero_();
    }

    /** Moves a tensor to the run's device, if it is not there. */
    public Tensor toDevice(Tensor host) {
        return isOnHost() ? host : host.to(device, host.scalar_type());
    }

    /** The numbers of a tensor, row by row, as float. */
    public static float[] floats(Tensor tensor) {
        if (!isFloat32(tensor)) {
            double[] wide = doubles(tensor);
            float[] values = new float[wide.length];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) wide[i];
            }
            return values;
        }
        float[] values = new float[Math.toIntExact(tensor.numel())];
        try (Scope scope = new Scope();
                NoGrad guard = new NoGrad()) {
            if (values.length > 0) {
                onHost(tensor).data_ptr_float().get(values, 0, values.length);
            }
        } finally {
            Reference.reachabilityFence(tensor);
        }
        return values;
    }

    /** The numbers of a tensor, row by row, as double. */
    public static double[] doubles(Tensor tensor) {
        double[] values = new double[Math.toIntExact(tensor.numel())];
        if (isFloat32(tensor)) {
            float[] narrow = floats(tensor);
            for (int i = 0; i < values.length; i++) {
                values[i] = narrow[i];
            }
            return values;
        }
        try (Scope scope = new Scope();
                NoGrad guard = new NoGrad()) {
            if (values.length > 0) {
                onHost(tensor).to(ScalarType.Double).data_ptr_double().get(values, 0, values.length);
            }
        } finally {
            Reference.reachabilityFence(tensor);
        }
        return values;
    }

    /** The numbers of a float32 or float64 tensor as they are in memory, row by row, little-endian. */
    public static byte[] bytes(Tensor tensor) {
        boolean narrow = isFloat32(tensor);
        byte[] bytes = new byte[Math.toIntExact(tensor.numel() * (narrow ? Float.BYTES : Double.BYTES))];
        try (Scope scope = new Scope();
                NoGrad guard = new NoGrad()) {
            if (bytes.length > 0) {
                Tensor host = onHost(tensor);
                BytePointer memory = new BytePointer(narrow ? host.data_ptr_float() : host.data_ptr_double());
                memory.get(bytes, 0, bytes.length);
            }
        } finally {
            Reference.reachabilityFence(tensor);
        }
        return bytes;
    }

    /** The same numbers in host memory, row by row. */
    private static Tensor onHost(Tensor tensor) {
        return tensor.is_cuda() || !tensor.is_contiguous()
                ? tensor.detach().cpu().contiguous()
                : tensor;
    }

    /** Whether a tensor holds float32; JavaCPP's enum values are not unique, so they cannot be compared as they come. */
    public static boolean isFloat32(Tensor tensor) {
        return tensor.scalar_type().intern() == ScalarType.Float;
    }

    /** Overwrites a contiguous float32 or float64 tensor in host memory, row by row. */
    public static void write(Tensor host, float[] values) {
        requireRoom(host, values.length);
        if (values.length == 0) {
            return; // no memory, and a null pointer to it
        }
        if (isFloat32(host)) {
            host.data_ptr_float().put(values, 0, values.length);
        } else {
            double[] wide = new double[values.length];
            for (int i = 0; i < wide.length; i++) {
                wide[i] = values[i];
            }
            host.data_ptr_double().put(wide, 0, wide.length);
        }
    }

    /** Overwrites a contiguous float32 or float64 tensor in host memory, row by row. */
    public static void write(Tensor host, double[] values) {
        requireRoom(host, values.length);
        if (values.length == 0) {
            return; // no memory, and a null pointer to it
        }
        if (!isFloat32(host)) {
            DoublePointer memory = host.data_ptr_double();
            memory.put(values, 0, values.length);
        } else {
            float[] narrow = new float[values.length];
            for (int i = 0; i < narrow.length; i++) {
                narrow[i] = (float) values[i];
            }
            FloatPointer memory = host.data_ptr_float();
            memory.put(narrow, 0, narrow.length);
        }
    }

    /**
     * Checks a tensor's shape at a boundary; -1 stands for any extent.
     *
     * @throws IllegalArgumentException for example "z: expected [-1, 64], got [32, 63]"
     */
    public static void requireShape(String name, Tensor tensor, long... expected) {
        boolean fits = tensor.dim() == expected.length;
        for (int i = 0; fits && i < expected.length; i++) {
            fits = expected[i] == -1 || expected[i] == tensor.size(i);
        }
        if (!fits) {
            throw new IllegalArgumentException(
                    name + ": expected " + Arrays.toString(expected) + ", got " + Arrays.toString(tensor.shape()));
        }
    }

    private static void requireRoom(Tensor host, int length) {
        if (host.numel() != length || !host.is_contiguous()) {
            throw new IllegalArgumentException(
                    length + " numbers do not overwrite a tensor of " + Arrays.toString(host.shape()));
        }
    }

    private static void requireSize(int length, long... shape) {
        long size = 1;
        for (long extent : shape) {
            size *= extent;
        }
        if (size != length) {
            throw new IllegalArgumentException(length + " numbers do not fill a tensor of " + Arrays.toString(shape));
        }
    }
}
