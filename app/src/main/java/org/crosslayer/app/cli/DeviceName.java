package org.crosslayer.app.cli;

import org.crosslayer.engine.Device;

/// Devices as the command line knows them.
enum DeviceName {
    CPU(Device.CPU),
    CUDA(Device.CUDA),
    AUTO(Device.AUTO),
    REFERENCE(Device.REFERENCE);

    private final Device device;

    DeviceName(Device device) {
        this.device = device;
    }

    /// The engine's device.
    Device device() {
        return device;
    }
}
