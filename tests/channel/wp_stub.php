<?php
/*
 * As much of WordPress and WooCommerce as the hold plugin calls, and a hand at
 * it.  Reads lines
 *
 *	classic|block|agent|link|fail|cancel ORDER SKU[*QTY],...
 *	cart|cart-block SKU
 *
 * runs what hangs on that moment of a shop, and answers each with
 * "paid" (nothing refused), or "refused TEXT".
 *
 *	php wp_stub.php race ROUNDS SKU		two such shops' workers
 *
 * sends two orders for one piece at the same moment, again and again, and
 * says how many rounds ended with exactly one paid.
 */
define('ABSPATH', __DIR__);
if (getenv('VITRINE_URL') !== false)
	define('VITRINE_URL', getenv('VITRINE_URL'));
if (getenv('VITRINE_SECRET') !== false)
	define('VITRINE_SECRET', getenv('VITRINE_SECRET'));
set_error_handler(function ($no, $text, $file, $line) {
	if (error_reporting() & $no)
		throw new ErrorException($text, 0, $no, $file, $line);
});

$hooks = $notices = array();

function add_action($name, $fn, $priority = 10, $args = 1) {
	$GLOBALS['hooks'][$name][$priority][] = array($fn, $args);
}
function add_filter($name, $fn, $priority = 10, $args = 1) {
	add_action($name, $fn, $priority, $args);
}
/* Both do_action and apply_filters: the last answer comes back. */
function happen($name, ...$args) {
	$result = $args[0] ?? null;
	$by = $GLOBALS['hooks'][$name] ?? array();
	ksort($by);
	foreach ($by as $fns)
		foreach ($fns as list($fn, $n))
			$result = $fn(...array_slice($args, 0, $n));
	return $result;
}
class WP_Error {}
function is_wp_error($x) { return $x instanceof WP_Error; }
function __($text, $domain) { return $text; }
function esc_html__($text, $domain) { return htmlspecialchars($text); }
function current_user_can($what) { return $what === 'manage_options'; }
function wp_json_encode($x) { return json_encode($x); }
function wc_add_notice($text, $kind) { $GLOBALS['notices'][] = $text; }
function wp_safe_redirect($url) { finish(); }
function wp_remote($method, $url, $args) {
	$lines = '';
	foreach ($args['headers'] ?? array() as $name => $value)
		$lines .= "$name: $value\r\n";
	$text = @file_get_contents($url, false, stream_context_create(array(
		'http' => array('method' => $method, 'header' => $lines,
		'content' => $args['body'] ?? '', 'ignore_errors' => true,
		'timeout' => $args['timeout'], 'follow_location' => 0))));
	if ($text === false || !isset($http_response_header))
		return new WP_Error();
	return array('code' => explode(' ', $http_response_header[0])[1],
	    'body' => $text);
}
function wp_remote_post($url, $args) { return wp_remote('POST', $url, $args); }
function wp_remote_get($url, $args) { return wp_remote('GET', $url, $args); }
function wp_remote_retrieve_response_code($a) { return $a['code']; }
function wp_remote_retrieve_body($a) { return $a['body']; }

class Product {
	public $sku;
	function __construct($sku) { $this->sku = $sku; }
	function get_sku() { return $this->sku; }
}
class Item {
	public $sku, $qty;
	function __construct($text) {
		list($this->sku, $this->qty) = explode('*', "$text*1");
	}
	function get_product() { return new Product($this->sku); }
	function get_product_id() { return 900; }
	function get_variation_id() { return 0; }
	function get_quantity() { return (int)$this->qty; }
}
class Order {
	public $id, $items;
	function __construct($id, $skus) {
		$this->id = (int)$id;
		$this->items = array_map(fn($s) => new Item($s),
		    explode(',', $skus));
	}
	function get_id() { return $this->id; }
	function get_items($kind) { return $this->items; }
	function get_checkout_payment_url() { return '/pay'; }
}
function wc_get_order($id) { return $GLOBALS['order']; }
function wc_get_product($id) { return new Product($id); }

function finish() {
	global $notices;
	echo $notices ? 'refused ' . implode(' ', $notices) : 'paid', "\n";
	$notices = array();
}
function act($what, $id, $skus) {
	global $order, $notices;
	$order = new Order($id, $skus);
	try {
		switch ($what) {
		case 'classic':
			happen('woocommerce_checkout_order_processed',
			    $order->id, array(), $order);
			break;
		case 'block':
			happen('woocommerce_store_api_checkout_order_processed',
			    $order);
			/* FALLTHROUGH */
		case 'agent':
			happen('woocommerce_rest_checkout_process_payment' .
			    '_with_context', (object)array('order' => $order));
			break;
		case 'link':
			happen('woocommerce_before_pay_action', $order);
			break;
		case 'fail':
		case 'cancel':
			happen('woocommerce_order_status_' . ($what === 'fail' ?
			    'failed' : 'cancelled'), $order->id, $order);
			break;
		case 'cart':
			happen('woocommerce_add_to_cart_validation', true,
			    $id, 1);
			break;
		case 'cart-block':
			happen('woocommerce_store_api_validate_add_to_cart',
			    new Product($id));
			break;
		case 'admin':
			happen('admin_notices');
			break;
		}
	} catch (Exception $e) {
		$notices[] = $e->getMessage();
	}
	finish();
}

function worker() {
	$pipes = array();
	$proc = proc_open(array(PHP_BINARY, __FILE__),
	    array(array('pipe', 'r'), array('pipe', 'w')), $pipes);
	return array($pipes[0], $pipes[1], $proc);
}
function race($rounds, $sku) {
	$w = array(worker(), worker());
	$id = 100000;
	$counts = array(0, 0, 0);
	for ($i = 0; $i < $rounds; $i++) {
		$kind = array('classic', 'block', 'agent');
		foreach ($w as $k => $one)
			fwrite($one[0], $kind[$i % 3] . ' ' . ($id + $k) .
			    " $sku\n");
		$paid = 0;
		foreach ($w as $one)
			$paid += fgets($one[1]) === "paid\n" ? 1 : 0;
		$counts[$paid]++;
		foreach ($w as $k => $one) {
			fwrite($one[0], 'fail ' . ($id + $k) . " $sku\n");
			fgets($one[1]);
		}
		$id += 2;
	}
	echo "none $counts[0] one $counts[1] both $counts[2]\n";
}

if (($argv[1] ?? '') === 'race') {
	race((int)$argv[2], $argv[3]);
	exit;
}
require __DIR__ . '/../../core/channel/woocommerce-hold.php';
while (($line = fgets(STDIN)) !== false)
	act(...array_pad(explode(' ', trim($line)), 3, ''));
