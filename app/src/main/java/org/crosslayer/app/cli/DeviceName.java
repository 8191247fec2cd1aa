package org.crosslayer.app.cli;

import java.util.Locale;
import org.crosslayer.engine.Device;

/// Devices as the command line knows them.
enum DeviceName {
    CPU(Device.CPU),
    CUDA(Device.CUDA),
    CUDA_TF32(Device.CUDA_TF32),
    CUDA_BF16(Device.CUDA_BF16),
    AUTO(Device.AUTO),
    REFERENCE(Device.REFERENCE);

    private final Device device;

    DeviceName(Device device) {
        this.device = device;
    }

    /// As it is typed: `cuda-bf16`.
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// The engine's device.
    Device device() {
        return device;
    }
}
