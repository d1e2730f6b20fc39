<?php
/**
 * Plugin Name: Vitrine hold
 * Description: Asks the shop's till before a customer pays, so that a piece that exists once is sold once.
 * Requires PHP: 7.4
 * License: see LICENSE of Vitrine
 *
 * Put this file into wp-content/plugins, activate it, and give wp-config.php
 *
 *	define('VITRINE_URL', 'https://pos.example.com/hooks/woocommerce/shop');
 *	define('VITRINE_SECRET', '...');
 *
 * The address is the one the shop's webhooks go to; the secret is the
 * channel's hook_secret: see vitrine-channels(7).
 *
 * An order asks for all its pieces before its payment begins.  No answer, a
 * late one or a strange one is a no.  The order's id is the hold's owner: the
 * same order asking again has what it had.
 */

defined('ABSPATH') || exit;

const VITRINE_SECONDS = 3;

function vitrine_is_set_up() {
	return defined('VITRINE_URL') && defined('VITRINE_SECRET') &&
	    VITRINE_URL !== '' && VITRINE_SECRET !== '';
}

/* ------------------------------------------------------------------ words */

function vitrine_sorry_gone() {
	return __('We are sorry: a piece in your order has just been sold, or ' .
	    'is being held for another customer. You have not been charged.',
	    'vitrine');
}

function vitrine_sorry_unsure() {
	return __('We are sorry: we cannot confirm just now that this piece ' .
	    'is still available, so we have not taken your payment. Please ' .
	    'try again in a minute, or call us.', 'vitrine');
}

/* ---------------------------------------------------------------- asking */

/* What the order wants, as the shop knows it. */
function vitrine_lines($order) {
	$lines = array();
	foreach ($order->get_items('line_item') as $item) {
		$product = $item->get_product();
		$variation = (int)$item->get_variation_id();
		$lines[] = array(
			'product' => (string)$item->get_product_id(),
			'variant' => $variation === 0 ? '' : (string)$variation,
			'sku' => $product ? (string)$product->get_sku() : '',
			'qty' => (int)$item->get_quantity(),
		);
	}
	return $lines;
}

/* Whether the listener agreed: '' when it did, else what to tell. */
function vitrine_ask($action, $order) {
	if (!vitrine_is_set_up())
		return vitrine_sorry_unsure();
	$body = wp_json_encode(array(
		'time' => time(),
		'action' => $action,
		'order' => (string)$order->get_id(),
		'lines' => vitrine_lines($order),
	));
	$answer = wp_remote_post(rtrim(VITRINE_URL, '/') . '/hold', array(
		'timeout' => VITRINE_SECONDS,
		'redirection' => 0,
		'headers' => array(
			'Content-Type' => 'application/json',
			'X-Vitrine-Signature' => hash_hmac('sha256', $body,
			    VITRINE_SECRET),
		),
		'body' => $body,
	));
	if (is_wp_error($answer))
		return vitrine_sorry_unsure();
	$code = (int)wp_remote_retrieve_response_code($answer);
	$said = json_decode(wp_remote_retrieve_body($answer), true);
	if ($code === 200 && is_array($said) && isset($said['held']) &&
	    $said['held'] === ($action === 'hold'))
		return '';
	return $code === 409 ? vitrine_sorry_gone() : vitrine_sorry_unsure();
}

/* Several hooks of one checkout ask for the same: once is enough. */
function vitrine_refusal($order) {
	static $held = array();

	if (!is_object($order))
		return vitrine_sorry_unsure();
	$what = $order->get_id() . ':' . md5(wp_json_encode(
	    vitrine_lines($order)));
	if (isset($held[$what]))
		return '';
	$text = vitrine_ask('hold', $order);
	if ($text === '')
		$held[$what] = true;
	return $text;
}

function vitrine_throw($text) {
	$route = '\Automattic\WooCommerce\StoreApi\Exceptions\RouteException';

	if (class_exists($route))
		throw new $route('vitrine_not_available', $text, 409);
	throw new Exception($text);
}

/* -------------------------------------------------------- before payment */

/* The classic checkout: an exception ends it before the gateway is asked. */
add_action('woocommerce_checkout_order_processed',
    function ($id, $posted = null, $order = null) {
	$text = vitrine_refusal($order ? $order : wc_get_order($id));
	if ($text !== '')
		throw new Exception($text);
}, 1, 3);

/* Blocks. */
add_action('woocommerce_store_api_checkout_order_processed',
    function ($order) {
	$text = vitrine_refusal($order);
	if ($text !== '')
		vitrine_throw($text);
}, 1, 1);

/* Blocks and agents, who do not all pass the one above; before gateways. */
add_action('woocommerce_rest_checkout_process_payment_with_context',
    function ($context) {
	$text = vitrine_refusal($context->order);
	if ($text !== '')
		vitrine_throw($text);
}, 1, 1);

/* Pay later, by a link: nothing catches an exception here. */
add_action('woocommerce_before_pay_action', function ($order) {
	$text = vitrine_refusal($order);
	if ($text === '')
		return;
	wc_add_notice($text, 'error');
	wp_safe_redirect($order->get_checkout_payment_url());
	exit;
}, 1, 1);

/* ------------------------------------------------------------ called off */

/* When this is not heard the hold runs out by itself. */
function vitrine_release($id, $order = null) {
	$order = $order ? $order : wc_get_order($id);
	if ($order)
		vitrine_ask('release', $order);
}
add_action('woocommerce_order_status_failed', 'vitrine_release', 10, 2);
add_action('woocommerce_order_status_cancelled', 'vitrine_release', 10, 2);

/* ---------------------------------------------------------------- basket */

/*
 * A courtesy: what is known to be sold does not go into a basket.  Nothing is
 * held yet, and payment asks again, so no answer does not stand in the way.
 */
function vitrine_is_sold($product) {
	if (!vitrine_is_set_up() || !$product || $product->get_sku() === '')
		return false;
	$answer = wp_remote_get(preg_replace('#/hooks/.*$#', '', VITRINE_URL) .
	    '/v1/items/' . rawurlencode($product->get_sku()),
	    array('timeout' => 1, 'redirection' => 0));
	if (is_wp_error($answer) ||
	    (int)wp_remote_retrieve_response_code($answer) !== 200)
		return false;
	$said = json_decode(wp_remote_retrieve_body($answer), true);
	return is_array($said) && isset($said['status']) &&
	    $said['status'] === 'sold';
}

add_filter('woocommerce_add_to_cart_validation',
    function ($passed, $id, $qty = 1, $variation = 0) {
	if (!$passed || !vitrine_is_sold(wc_get_product($variation ?
	    $variation : $id)))
		return $passed;
	wc_add_notice(__('We are sorry: this piece has just been sold.',
	    'vitrine'), 'error');
	return false;
}, 10, 4);

add_action('woocommerce_store_api_validate_add_to_cart',
    function ($product) {
	if (vitrine_is_sold($product))
		vitrine_throw(__('We are sorry: this piece has just been ' .
		    'sold.', 'vitrine'));
}, 10, 1);

/* -------------------------------------------------------------- the owner */

add_action('admin_notices', function () {
	if (vitrine_is_set_up() || !current_user_can('manage_options'))
		return;
	echo '<div class="notice notice-error"><p>' . esc_html__('Vitrine ' .
	    'hold: VITRINE_URL or VITRINE_SECRET is missing in ' .
	    'wp-config.php. Until they are there nobody can pay.',
	    'vitrine') . '</p></div>';
});
