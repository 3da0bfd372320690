/* foreign-abi - a plugin that was built for another textmill. */
#include <textmill/plugin.h>

MILL_API const MillPlugin *mill_plugin_describe(void);

const MillPlugin *
mill_plugin_describe(void)
{
    static const MillStepType step =
        MILL_STEP_TYPE(.name = "foreign-abi", .summary = "Never runs", .role = MILL_ROLE_STAGE);
    static const MillStepType *const steps[] = { &step, NULL };
    static const MillPlugin plugin = {
        .abi_major = MILL_ABI_MAJOR + 1,
        .abi_minor = MILL_ABI_MINOR,
        .size = sizeof(MillPlugin),
        .step_type_size = sizeof(MillStepType),
        .option_size = sizeof(MillOption),
        .steps = steps,
    };
    return &plugin;
}
