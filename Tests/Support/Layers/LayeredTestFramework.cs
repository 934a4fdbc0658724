using System.Reflection;
using RetailPulse.Tests.Support.Layers;
using Xunit.Sdk;
using Xunit.v3;

[assembly: TestFramework(typeof(LayeredTestFramework))]

namespace RetailPulse.Tests.Support.Layers;

/// <summary>A test framework that gives every test the trait <c>Layer</c>, the folder below <c>Tests</c> that it is in.</summary>
public sealed class LayeredTestFramework : XunitTestFramework
{
    protected override ITestFrameworkDiscoverer CreateDiscoverer(Assembly assembly) =>
        new Discoverer(new XunitTestAssembly(assembly, configFileName: null, assembly.GetName().Version));

    private sealed class Discoverer(IXunitTestAssembly assembly) : XunitTestFrameworkDiscoverer(assembly)
    {
        protected override ValueTask<bool> FindTestsForMethod(
            IXunitTestMethod testMethod,
            ITestFrameworkDiscoveryOptions discoveryOptions,
            Func<ITestCase, ValueTask<bool>> discoveryCallback
        ) =>
            base.FindTestsForMethod(
                testMethod,
                discoveryOptions,
                testCase =>
                {
                    if (testCase is XunitTestCase found)
                        found.Traits[Layer.Trait] = [Layer.Of(testMethod.TestClass.Class)];
                    return discoveryCallback(testCase);
                }
            );
    }
}
